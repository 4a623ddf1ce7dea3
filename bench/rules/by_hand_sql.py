"""The same three benefits written by hand in SQL (DuckDB)."""

STATEMENT = """
WITH read AS (
  SELECT row, recognised_class, annual_review, education_level, graduation_date, insured_months_continuous, taxed_months_continuous,
    service_commitment_years, marital_status,
    coalesce(is_full_time, employment_mode IN ('contract', 'public', 'dispatch')) AS full_time,
    coalesce(is_foreigner, nationality IS NOT NULL AND nationality NOT IN ('CHN', 'HKG', 'MAC', 'TWN')) AS foreigner,
    coalesce(home_contract_date, CASE WHEN NOT list_contains(open_contracts, true) THEN list_max(contracts) END) AS contract_date,
    coalesce(home_purchase_price, CASE WHEN NOT list_contains(open_prices, true) THEN list_max(prices) END) AS price,
    coalesce(first_job_on, CASE WHEN NOT list_contains(open_starts, true) THEN list_min(starts) END) AS first_job,
    coalesce(len(properties), 0) AS homes,
    CASE WHEN spouse THEN coalesce(len("spouse.properties"), 0) END AS spouse_homes,
    CASE WHEN NOT list_contains(open_theirs, true) THEN list_min(theirs) END AS spouse_contract
  FROM (
    SELECT *,
      list_transform(properties, lambda x: x.house_contract_date) AS contracts,
      list_transform(properties, lambda x: x.house_contract_date IS NULL) AS open_contracts,
      list_transform(properties, lambda x: x.house_price) AS prices,
      list_transform(properties, lambda x: x.house_price IS NULL) AS open_prices,
      list_transform(jobs, lambda x: x.employed_since) AS starts,
      list_transform(jobs, lambda x: x.employed_since IS NULL) AS open_starts,
      list_transform("spouse.properties", lambda x: x.house_contract_date) AS theirs,
      list_transform("spouse.properties", lambda x: x.house_contract_date IS NULL) AS open_theirs
    FROM facts)),
amounts AS (
  SELECT *, price // 2 AS half,
    CASE recognised_class WHEN 'B' THEN 100000000 WHEN 'C' THEN 70000000 WHEN 'D' THEN 40000000 WHEN 'E' THEN 20000000
      WHEN 'F' THEN 8000000 END AS most
  FROM read)
SELECT row,
  recognised_class IN ('A', 'B', 'C', 'D', 'E') AND full_time AND annual_review IN ('excellent', 'passed') AS "living_allowance/eligible",
  CASE recognised_class WHEN 'A' THEN 1000000 WHEN 'B' THEN 800000 WHEN 'C' THEN 500000 WHEN 'D' THEN 300000
    WHEN 'E' THEN 200000 END AS "living_allowance/amount",
  education_level IN ('11', '14', '21', '31', '47')
    AND first_job >= graduation_date AND first_job <= (graduation_date + INTERVAL 5 YEAR)::DATE
    AND insured_months_continuous >= 6 AS "graduate_living_subsidy/eligible",
  CASE education_level WHEN '11' THEN 3000000 WHEN '14' THEN 1500000 WHEN '21' THEN 1000000 WHEN '31' THEN 500000
    WHEN '47' THEN 500000 END AS "graduate_living_subsidy/amount",
  contract_date >= DATE '2021-01-01' AND recognised_class IS NOT NULL AND full_time
    AND (insured_months_continuous >= 6 OR (foreigner AND taxed_months_continuous >= 6))
    AND service_commitment_years >= 5 AND homes > 0 AND homes <= 1
    AND (marital_status IN ('10', '30', '40') OR NOT (spouse_homes > 0) OR spouse_contract >= contract_date) AS "home_purchase/eligible",
  CASE WHEN half <= most THEN half WHEN half > most THEN most END // 100 * 100 AS "home_purchase/amount"
FROM amounts
"""
