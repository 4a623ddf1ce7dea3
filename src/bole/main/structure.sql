-- Made by `make schema` from migrations 6310c0118a73016f1068e98a56c4130cf664193b1a276a32b05c10074bcf89fb; never edited by hand.
--
-- PostgreSQL database dump
--

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE EXTENSION IF NOT EXISTS btree_gin WITH SCHEMA public;

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);

CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);

CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);

CREATE FUNCTION public._pgh_attach_context() RETURNS uuid
    LANGUAGE plpgsql
    AS $$
                    DECLARE
                        _pgh_context_id UUID;
                        _pgh_context_metadata JSONB;
                    BEGIN
                        BEGIN
                            SELECT INTO _pgh_context_id
                                CURRENT_SETTING('pghistory.context_id');
                            SELECT INTO _pgh_context_metadata
                                CURRENT_SETTING('pghistory.context_metadata');
                            EXCEPTION WHEN OTHERS THEN
                        END;
                        IF _pgh_context_id IS NOT NULL AND _pgh_context_metadata IS NOT NULL THEN
                            INSERT INTO pghistory_context (id, metadata, created_at, updated_at)
                                VALUES (_pgh_context_id, _pgh_context_metadata, NOW(), NOW())
                                ON CONFLICT (id) DO UPDATE
                                    SET metadata = EXCLUDED.metadata,
                                        updated_at = EXCLUDED.updated_at
                                    WHERE pghistory_context.metadata != EXCLUDED.metadata;
                            RETURN _pgh_context_id;
                        ELSE
                            RETURN NULL;
                        END IF;
                    END;
                $$;

CREATE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
                DECLARE
                    _pgtrigger_ignore TEXT[];
                    _result BOOLEAN;
                BEGIN
                    BEGIN
                        SELECT INTO _pgtrigger_ignore
                            CURRENT_SETTING('pgtrigger.ignore');
                        EXCEPTION WHEN OTHERS THEN
                    END;
                    IF _pgtrigger_ignore IS NOT NULL THEN
                        SELECT trigger_name = ANY(_pgtrigger_ignore)
                        INTO _result;
                        RETURN _result;
                    ELSE
                        RETURN FALSE;
                    END IF;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_append_only_0014f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_append_only_03dad() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_append_only_05fef() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_append_only_19858() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
        IF TG_OP = 'UPDATE' AND OLD.forgotten_at IS NULL AND NEW.forgotten_at IS NOT NULL
            AND to_jsonb(NEW) - ARRAY['facts', 'outcome', 'forgotten_at'] = to_jsonb(OLD) - ARRAY['facts', 'outcome', 'forgotten_at'] THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
    
                END;
            $$;

CREATE FUNCTION public.pgtrigger_append_only_1b3cc() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_append_only_396c8() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                    IF TG_OP = 'UPDATE' AND NEW.words IS NULL AND NEW.words_salt = ''::bytea
                        AND to_jsonb(NEW) - ARRAY['words', 'words_salt'] = to_jsonb(OLD) - ARRAY['words', 'words_salt'] THEN
                        RETURN NEW;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                
                END;
            $$;

CREATE FUNCTION public.pgtrigger_append_only_3ca05() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_append_only_4de12() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_append_only_5a2b6() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_append_only_63d70() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_append_only_70a2c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_append_only_71797() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_append_only_80fca() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_append_only_842b5() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
        IF TG_OP = 'UPDATE' AND OLD.forgotten_at IS NULL AND NEW.forgotten_at IS NOT NULL
            AND to_jsonb(NEW) - ARRAY['reason', 'forgotten_at'] = to_jsonb(OLD) - ARRAY['reason', 'forgotten_at'] THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
    
                END;
            $$;

CREATE FUNCTION public.pgtrigger_append_only_85310() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_append_only_86e4f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_append_only_90c65() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_append_only_aa3d6() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_append_only_b5cfd() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_append_only_c16fe() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_append_only_d243f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_append_only_d7e95() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_append_only_d9313() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_append_only_e2298() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_10f34() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sources_linkmodelevent" ("id", "in_use", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report", "rows", "trained_at", "trained_by_id", "version") SELECT old_values."id", old_values."in_use", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."report", old_values."rows", old_values."trained_at", old_values."trained_by_id", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_453f5() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sources_bulkdecisionevent" ("agreed", "checks", "decided", "decided_at", "decided_by_id", "id", "pattern", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "retracted_at", "retracted_by_id", "sampled", "started_at", "started_by_id", "state", "verdict") SELECT old_values."agreed", old_values."checks", old_values."decided", old_values."decided_at", old_values."decided_by_id", old_values."id", old_values."pattern", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."reason", old_values."retracted_at", old_values."retracted_by_id", old_values."sampled", old_values."started_at", old_values."started_by_id", old_values."state", old_values."verdict" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_4c42a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sources_decisionevent" ("anchor", "applied", "decided_at", "decided_by_id", "fact", "id", "kind", "left", "pattern", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retracted_at", "retracted_by_id", "right", "weight") SELECT old_values."anchor", old_values."applied", old_values."decided_at", old_values."decided_by_id", old_values."fact", old_values."id", old_values."kind", old_values."left", old_values."pattern", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."retracted_at", old_values."retracted_by_id", old_values."right", old_values."weight" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_50c8e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sources_batchevent" ("as_of", "asked_mode", "asked_source", "department", "drift", "drift_confirmed", "error_code", "excluded_rows", "id", "linked_at", "mapping_version_id", "missing_headers", "mode", "original", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purged", "received_at", "received_by_id", "rejects", "retract_reason", "retracted_at", "retracted_by_id", "rows_accepted", "rows_ended", "rows_erased", "rows_excluded", "rows_in", "rows_rejected", "rows_unchanged", "sender", "sha256", "sheet", "shrink_confirmed", "shrink_rows", "size", "source", "started_at", "status", "stored_at") SELECT old_values."as_of", old_values."asked_mode", old_values."asked_source", old_values."department", old_values."drift", old_values."drift_confirmed", old_values."error_code", old_values."excluded_rows", old_values."id", old_values."linked_at", old_values."mapping_version_id", old_values."missing_headers", old_values."mode", old_values."original", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."purged", old_values."received_at", old_values."received_by_id", old_values."rejects", old_values."retract_reason", old_values."retracted_at", old_values."retracted_by_id", old_values."rows_accepted", old_values."rows_ended", old_values."rows_erased", old_values."rows_excluded", old_values."rows_in", old_values."rows_rejected", old_values."rows_unchanged", old_values."sender", old_values."sha256", old_values."sheet", old_values."shrink_confirmed", old_values."shrink_rows", old_values."size", old_values."source", old_values."started_at", old_values."status", old_values."stored_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_66b54() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sources_mappingversionevent" ("codes", "confirmed_at", "confirmed_by_id", "headers", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retract_reason", "retracted_at", "retracted_by_id", "source", "version") SELECT old_values."codes", old_values."confirmed_at", old_values."confirmed_by_id", old_values."headers", old_values."id", old_values."note", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."retract_reason", old_values."retracted_at", old_values."retracted_by_id", old_values."source", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_6eb89() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "registry_placeevent" ("as_of", "datum", "declared", "host_name", "id", "kind", "latitude", "level", "longitude", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "point_issue", "recognised_on", "sources", "township_code", "updated_at") SELECT old_values."as_of", old_values."datum", old_values."declared", old_values."host_name", old_values."id", old_values."kind", old_values."latitude", old_values."level", old_values."longitude", old_values."name", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."point_issue", old_values."recognised_on", old_values."sources", old_values."township_code", old_values."updated_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_6fa52() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "policies_draftevent" ("base_sha256", "budget", "case_id", "department_code", "id", "kind", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy", "reason", "saved_at", "saved_by_id", "since", "state", "title", "version") SELECT old_values."base_sha256", old_values."budget", old_values."case_id", old_values."department_code", old_values."id", old_values."kind", old_values."opened_at", old_values."opened_by_id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."policy", old_values."reason", old_values."saved_at", old_values."saved_by_id", old_values."since", old_values."state", old_values."title", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_7dc12() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "taxonomy_packversionevent" ("base", "counts", "id", "in_force", "loaded_at", "loaded_by_id", "name", "name_en", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "version") SELECT old_values."base", old_values."counts", old_values."id", old_values."in_force", old_values."loaded_at", old_values."loaded_by_id", old_values."name", old_values."name_en", old_values."pack_id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."sha256", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_8247c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "registry_organisationevent" ("as_of", "former_names", "founded_on", "id", "industry_code", "name", "name_pinyin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sources", "status", "township_code", "updated_at", "uscc") SELECT old_values."as_of", old_values."former_names", old_values."founded_on", old_values."id", old_values."industry_code", old_values."name", old_values."name_pinyin", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."sources", old_values."status", old_values."township_code", old_values."updated_at", old_values."uscc" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_8440e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "casework_delegationevent" ("flow", "giver_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "role", "taker_id", "unit_code", "valid_from", "valid_to") SELECT old_values."flow", old_values."giver_id", old_values."id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."reason", old_values."role", old_values."taker_id", old_values."unit_code", old_values."valid_from", old_values."valid_to" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_a3234() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "registry_personevent" ("deceased_on", "employer_uscc", "erased_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_count", "stock", "tier", "township_code") SELECT old_values."deceased_on", old_values."employer_uscc", old_values."erased_at", old_values."id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."record_count", old_values."stock", old_values."tier", old_values."township_code" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_ad157() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "files_storedfileevent" ("action", "created_at", "destroyed_at", "id", "keep_until", "key_id", "kind", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "sha256", "size", "unit_code") SELECT old_values."action", old_values."created_at", old_values."destroyed_at", old_values."id", old_values."keep_until", old_values."key_id", old_values."kind", old_values."owner_id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."purpose", old_values."sha256", old_values."size", old_values."unit_code" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_c3459() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "outbox_feedtokenevent" ("created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "topics", "valid_to") SELECT old_values."created_at", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."role", old_values."topics", old_values."valid_to" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_d8c80() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "taxonomy_regionevent" ("aliases", "code", "id", "kind", "listed", "mark", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."aliases", old_values."code", old_values."id", old_values."kind", old_values."listed", old_values."mark", old_values."name", old_values."name_en", _pgh_attached_context.value, NOW(), 'delete', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_de14a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sources_unknowncodeevent" ("code", "code_list", "decided_at", "decided_by_id", "first_batch_id", "header", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "suggestion") SELECT old_values."code", old_values."code_list", old_values."decided_at", old_values."decided_by_id", old_values."first_batch_id", old_values."header", old_values."id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."source", old_values."suggestion" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_e9310() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "snapshots_snapshotevent" ("as_of", "by", "folder", "id", "pack_version", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "removed_at", "rows", "size") SELECT old_values."as_of", old_values."by", old_values."folder", old_values."id", old_values."pack_version", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."published_at", old_values."removed_at", old_values."rows", old_values."size" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_099aa() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sources_mappingversionevent" ("codes", "confirmed_at", "confirmed_by_id", "headers", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retract_reason", "retracted_at", "retracted_by_id", "source", "version") SELECT new_values."codes", new_values."confirmed_at", new_values."confirmed_by_id", new_values."headers", new_values."id", new_values."note", _pgh_attached_context.value, NOW(), 'insert', new_values."id", new_values."retract_reason", new_values."retracted_at", new_values."retracted_by_id", new_values."source", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_0e1e3() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sources_decisionevent" ("anchor", "applied", "decided_at", "decided_by_id", "fact", "id", "kind", "left", "pattern", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retracted_at", "retracted_by_id", "right", "weight") SELECT new_values."anchor", new_values."applied", new_values."decided_at", new_values."decided_by_id", new_values."fact", new_values."id", new_values."kind", new_values."left", new_values."pattern", _pgh_attached_context.value, NOW(), 'insert', new_values."id", new_values."retracted_at", new_values."retracted_by_id", new_values."right", new_values."weight" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_2388e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "registry_personevent" ("deceased_on", "employer_uscc", "erased_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_count", "stock", "tier", "township_code") SELECT new_values."deceased_on", new_values."employer_uscc", new_values."erased_at", new_values."id", _pgh_attached_context.value, NOW(), 'insert', new_values."id", new_values."record_count", new_values."stock", new_values."tier", new_values."township_code" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_338ce() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "registry_placeevent" ("as_of", "datum", "declared", "host_name", "id", "kind", "latitude", "level", "longitude", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "point_issue", "recognised_on", "sources", "township_code", "updated_at") SELECT new_values."as_of", new_values."datum", new_values."declared", new_values."host_name", new_values."id", new_values."kind", new_values."latitude", new_values."level", new_values."longitude", new_values."name", _pgh_attached_context.value, NOW(), 'insert', new_values."id", new_values."point_issue", new_values."recognised_on", new_values."sources", new_values."township_code", new_values."updated_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_37ae2() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "taxonomy_packversionevent" ("base", "counts", "id", "in_force", "loaded_at", "loaded_by_id", "name", "name_en", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "version") SELECT new_values."base", new_values."counts", new_values."id", new_values."in_force", new_values."loaded_at", new_values."loaded_by_id", new_values."name", new_values."name_en", new_values."pack_id", _pgh_attached_context.value, NOW(), 'insert', new_values."id", new_values."sha256", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_51b37() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "taxonomy_regionevent" ("aliases", "code", "id", "kind", "listed", "mark", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."aliases", new_values."code", new_values."id", new_values."kind", new_values."listed", new_values."mark", new_values."name", new_values."name_en", _pgh_attached_context.value, NOW(), 'insert', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_56c49() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sources_batchevent" ("as_of", "asked_mode", "asked_source", "department", "drift", "drift_confirmed", "error_code", "excluded_rows", "id", "linked_at", "mapping_version_id", "missing_headers", "mode", "original", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purged", "received_at", "received_by_id", "rejects", "retract_reason", "retracted_at", "retracted_by_id", "rows_accepted", "rows_ended", "rows_erased", "rows_excluded", "rows_in", "rows_rejected", "rows_unchanged", "sender", "sha256", "sheet", "shrink_confirmed", "shrink_rows", "size", "source", "started_at", "status", "stored_at") SELECT new_values."as_of", new_values."asked_mode", new_values."asked_source", new_values."department", new_values."drift", new_values."drift_confirmed", new_values."error_code", new_values."excluded_rows", new_values."id", new_values."linked_at", new_values."mapping_version_id", new_values."missing_headers", new_values."mode", new_values."original", _pgh_attached_context.value, NOW(), 'insert', new_values."id", new_values."purged", new_values."received_at", new_values."received_by_id", new_values."rejects", new_values."retract_reason", new_values."retracted_at", new_values."retracted_by_id", new_values."rows_accepted", new_values."rows_ended", new_values."rows_erased", new_values."rows_excluded", new_values."rows_in", new_values."rows_rejected", new_values."rows_unchanged", new_values."sender", new_values."sha256", new_values."sheet", new_values."shrink_confirmed", new_values."shrink_rows", new_values."size", new_values."source", new_values."started_at", new_values."status", new_values."stored_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_5ec67() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sources_bulkdecisionevent" ("agreed", "checks", "decided", "decided_at", "decided_by_id", "id", "pattern", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "retracted_at", "retracted_by_id", "sampled", "started_at", "started_by_id", "state", "verdict") SELECT new_values."agreed", new_values."checks", new_values."decided", new_values."decided_at", new_values."decided_by_id", new_values."id", new_values."pattern", _pgh_attached_context.value, NOW(), 'insert', new_values."id", new_values."reason", new_values."retracted_at", new_values."retracted_by_id", new_values."sampled", new_values."started_at", new_values."started_by_id", new_values."state", new_values."verdict" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_7a3c7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sources_unknowncodeevent" ("code", "code_list", "decided_at", "decided_by_id", "first_batch_id", "header", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "suggestion") SELECT new_values."code", new_values."code_list", new_values."decided_at", new_values."decided_by_id", new_values."first_batch_id", new_values."header", new_values."id", _pgh_attached_context.value, NOW(), 'insert', new_values."id", new_values."source", new_values."suggestion" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_8b5cc() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "casework_delegationevent" ("flow", "giver_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "role", "taker_id", "unit_code", "valid_from", "valid_to") SELECT new_values."flow", new_values."giver_id", new_values."id", _pgh_attached_context.value, NOW(), 'insert', new_values."id", new_values."reason", new_values."role", new_values."taker_id", new_values."unit_code", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_921d1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "registry_organisationevent" ("as_of", "former_names", "founded_on", "id", "industry_code", "name", "name_pinyin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sources", "status", "township_code", "updated_at", "uscc") SELECT new_values."as_of", new_values."former_names", new_values."founded_on", new_values."id", new_values."industry_code", new_values."name", new_values."name_pinyin", _pgh_attached_context.value, NOW(), 'insert', new_values."id", new_values."sources", new_values."status", new_values."township_code", new_values."updated_at", new_values."uscc" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_a0d7d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "files_storedfileevent" ("action", "created_at", "destroyed_at", "id", "keep_until", "key_id", "kind", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "sha256", "size", "unit_code") SELECT new_values."action", new_values."created_at", new_values."destroyed_at", new_values."id", new_values."keep_until", new_values."key_id", new_values."kind", new_values."owner_id", _pgh_attached_context.value, NOW(), 'insert', new_values."id", new_values."purpose", new_values."sha256", new_values."size", new_values."unit_code" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_ac3a1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "policies_draftevent" ("base_sha256", "budget", "case_id", "department_code", "id", "kind", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy", "reason", "saved_at", "saved_by_id", "since", "state", "title", "version") SELECT new_values."base_sha256", new_values."budget", new_values."case_id", new_values."department_code", new_values."id", new_values."kind", new_values."opened_at", new_values."opened_by_id", _pgh_attached_context.value, NOW(), 'insert', new_values."id", new_values."policy", new_values."reason", new_values."saved_at", new_values."saved_by_id", new_values."since", new_values."state", new_values."title", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_b42fb() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "outbox_feedtokenevent" ("created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "topics", "valid_to") SELECT new_values."created_at", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), 'insert', new_values."id", new_values."role", new_values."topics", new_values."valid_to" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_bd8f5() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sources_linkmodelevent" ("id", "in_use", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report", "rows", "trained_at", "trained_by_id", "version") SELECT new_values."id", new_values."in_use", _pgh_attached_context.value, NOW(), 'insert', new_values."id", new_values."report", new_values."rows", new_values."trained_at", new_values."trained_by_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_d531f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "snapshots_snapshotevent" ("as_of", "by", "folder", "id", "pack_version", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "removed_at", "rows", "size") SELECT new_values."as_of", new_values."by", new_values."folder", new_values."id", new_values."pack_version", _pgh_attached_context.value, NOW(), 'insert', new_values."id", new_values."published_at", new_values."removed_at", new_values."rows", new_values."size" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_0f791() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "registry_organisationevent" ("as_of", "former_names", "founded_on", "id", "industry_code", "name", "name_pinyin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sources", "status", "township_code", "updated_at", "uscc") SELECT new_values."as_of", new_values."former_names", new_values."founded_on", new_values."id", new_values."industry_code", new_values."name", new_values."name_pinyin", _pgh_attached_context.value, NOW(), 'update', new_values."id", new_values."sources", new_values."status", new_values."township_code", new_values."updated_at", new_values."uscc" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."as_of" IS DISTINCT FROM (new_values."as_of") OR old_values."former_names" IS DISTINCT FROM (new_values."former_names") OR old_values."founded_on" IS DISTINCT FROM (new_values."founded_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."industry_code" IS DISTINCT FROM (new_values."industry_code") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."name_pinyin" IS DISTINCT FROM (new_values."name_pinyin") OR old_values."sources" IS DISTINCT FROM (new_values."sources") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."township_code" IS DISTINCT FROM (new_values."township_code") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."uscc" IS DISTINCT FROM (new_values."uscc")) ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_24211() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "casework_delegationevent" ("flow", "giver_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "role", "taker_id", "unit_code", "valid_from", "valid_to") SELECT new_values."flow", new_values."giver_id", new_values."id", _pgh_attached_context.value, NOW(), 'update', new_values."id", new_values."reason", new_values."role", new_values."taker_id", new_values."unit_code", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_3f1f3() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "policies_draftevent" ("base_sha256", "budget", "case_id", "department_code", "id", "kind", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy", "reason", "saved_at", "saved_by_id", "since", "state", "title", "version") SELECT new_values."base_sha256", new_values."budget", new_values."case_id", new_values."department_code", new_values."id", new_values."kind", new_values."opened_at", new_values."opened_by_id", _pgh_attached_context.value, NOW(), 'update', new_values."id", new_values."policy", new_values."reason", new_values."saved_at", new_values."saved_by_id", new_values."since", new_values."state", new_values."title", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."base_sha256" IS DISTINCT FROM (new_values."base_sha256") OR old_values."budget" IS DISTINCT FROM (new_values."budget") OR old_values."case_id" IS DISTINCT FROM (new_values."case_id") OR old_values."department_code" IS DISTINCT FROM (new_values."department_code") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."opened_at" IS DISTINCT FROM (new_values."opened_at") OR old_values."opened_by_id" IS DISTINCT FROM (new_values."opened_by_id") OR old_values."policy" IS DISTINCT FROM (new_values."policy") OR old_values."reason" IS DISTINCT FROM (new_values."reason") OR old_values."saved_at" IS DISTINCT FROM (new_values."saved_at") OR old_values."saved_by_id" IS DISTINCT FROM (new_values."saved_by_id") OR old_values."since" IS DISTINCT FROM (new_values."since") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_4aa1a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "snapshots_snapshotevent" ("as_of", "by", "folder", "id", "pack_version", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "removed_at", "rows", "size") SELECT new_values."as_of", new_values."by", new_values."folder", new_values."id", new_values."pack_version", _pgh_attached_context.value, NOW(), 'update', new_values."id", new_values."published_at", new_values."removed_at", new_values."rows", new_values."size" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."as_of" IS DISTINCT FROM (new_values."as_of") OR old_values."by" IS DISTINCT FROM (new_values."by") OR old_values."folder" IS DISTINCT FROM (new_values."folder") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."pack_version" IS DISTINCT FROM (new_values."pack_version") OR old_values."published_at" IS DISTINCT FROM (new_values."published_at") OR old_values."removed_at" IS DISTINCT FROM (new_values."removed_at") OR old_values."rows" IS DISTINCT FROM (new_values."rows") OR old_values."size" IS DISTINCT FROM (new_values."size")) ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_4e552() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sources_bulkdecisionevent" ("agreed", "checks", "decided", "decided_at", "decided_by_id", "id", "pattern", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "retracted_at", "retracted_by_id", "sampled", "started_at", "started_by_id", "state", "verdict") SELECT new_values."agreed", new_values."checks", new_values."decided", new_values."decided_at", new_values."decided_by_id", new_values."id", new_values."pattern", _pgh_attached_context.value, NOW(), 'update', new_values."id", new_values."reason", new_values."retracted_at", new_values."retracted_by_id", new_values."sampled", new_values."started_at", new_values."started_by_id", new_values."state", new_values."verdict" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_50d17() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sources_decisionevent" ("anchor", "applied", "decided_at", "decided_by_id", "fact", "id", "kind", "left", "pattern", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retracted_at", "retracted_by_id", "right", "weight") SELECT new_values."anchor", new_values."applied", new_values."decided_at", new_values."decided_by_id", new_values."fact", new_values."id", new_values."kind", new_values."left", new_values."pattern", _pgh_attached_context.value, NOW(), 'update', new_values."id", new_values."retracted_at", new_values."retracted_by_id", new_values."right", new_values."weight" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."anchor" IS DISTINCT FROM (new_values."anchor") OR old_values."applied" IS DISTINCT FROM (new_values."applied") OR old_values."decided_at" IS DISTINCT FROM (new_values."decided_at") OR old_values."decided_by_id" IS DISTINCT FROM (new_values."decided_by_id") OR old_values."fact" IS DISTINCT FROM (new_values."fact") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."left" IS DISTINCT FROM (new_values."left") OR old_values."pattern" IS DISTINCT FROM (new_values."pattern") OR old_values."retracted_at" IS DISTINCT FROM (new_values."retracted_at") OR old_values."retracted_by_id" IS DISTINCT FROM (new_values."retracted_by_id") OR old_values."right" IS DISTINCT FROM (new_values."right") OR old_values."weight" IS DISTINCT FROM (new_values."weight")) ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_56ba8() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "registry_personevent" ("deceased_on", "employer_uscc", "erased_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_count", "stock", "tier", "township_code") SELECT new_values."deceased_on", new_values."employer_uscc", new_values."erased_at", new_values."id", _pgh_attached_context.value, NOW(), 'update', new_values."id", new_values."record_count", new_values."stock", new_values."tier", new_values."township_code" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."deceased_on" IS DISTINCT FROM (new_values."deceased_on") OR old_values."employer_uscc" IS DISTINCT FROM (new_values."employer_uscc") OR old_values."erased_at" IS DISTINCT FROM (new_values."erased_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."record_count" IS DISTINCT FROM (new_values."record_count") OR old_values."stock" IS DISTINCT FROM (new_values."stock") OR old_values."tier" IS DISTINCT FROM (new_values."tier") OR old_values."township_code" IS DISTINCT FROM (new_values."township_code")) ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_6cd52() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sources_linkmodelevent" ("id", "in_use", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report", "rows", "trained_at", "trained_by_id", "version") SELECT new_values."id", new_values."in_use", _pgh_attached_context.value, NOW(), 'update', new_values."id", new_values."report", new_values."rows", new_values."trained_at", new_values."trained_by_id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."in_use" IS DISTINCT FROM (new_values."in_use") OR old_values."report" IS DISTINCT FROM (new_values."report") OR old_values."rows" IS DISTINCT FROM (new_values."rows") OR old_values."trained_at" IS DISTINCT FROM (new_values."trained_at") OR old_values."trained_by_id" IS DISTINCT FROM (new_values."trained_by_id") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_73e8f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "outbox_feedtokenevent" ("created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "topics", "valid_to") SELECT new_values."created_at", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), 'update', new_values."id", new_values."role", new_values."topics", new_values."valid_to" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."role" IS DISTINCT FROM (new_values."role") OR old_values."topics" IS DISTINCT FROM (new_values."topics") OR old_values."valid_to" IS DISTINCT FROM (new_values."valid_to")) ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_8c01b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "taxonomy_packversionevent" ("base", "counts", "id", "in_force", "loaded_at", "loaded_by_id", "name", "name_en", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "version") SELECT new_values."base", new_values."counts", new_values."id", new_values."in_force", new_values."loaded_at", new_values."loaded_by_id", new_values."name", new_values."name_en", new_values."pack_id", _pgh_attached_context.value, NOW(), 'update', new_values."id", new_values."sha256", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."base" IS DISTINCT FROM (new_values."base") OR old_values."counts" IS DISTINCT FROM (new_values."counts") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."in_force" IS DISTINCT FROM (new_values."in_force") OR old_values."loaded_at" IS DISTINCT FROM (new_values."loaded_at") OR old_values."loaded_by_id" IS DISTINCT FROM (new_values."loaded_by_id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."name_en" IS DISTINCT FROM (new_values."name_en") OR old_values."pack_id" IS DISTINCT FROM (new_values."pack_id") OR old_values."sha256" IS DISTINCT FROM (new_values."sha256") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_8c2ef() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "files_storedfileevent" ("action", "created_at", "destroyed_at", "id", "keep_until", "key_id", "kind", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "sha256", "size", "unit_code") SELECT new_values."action", new_values."created_at", new_values."destroyed_at", new_values."id", new_values."keep_until", new_values."key_id", new_values."kind", new_values."owner_id", _pgh_attached_context.value, NOW(), 'update', new_values."id", new_values."purpose", new_values."sha256", new_values."size", new_values."unit_code" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."action" IS DISTINCT FROM (new_values."action") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."destroyed_at" IS DISTINCT FROM (new_values."destroyed_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."keep_until" IS DISTINCT FROM (new_values."keep_until") OR old_values."key_id" IS DISTINCT FROM (new_values."key_id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."owner_id" IS DISTINCT FROM (new_values."owner_id") OR old_values."purpose" IS DISTINCT FROM (new_values."purpose") OR old_values."sha256" IS DISTINCT FROM (new_values."sha256") OR old_values."size" IS DISTINCT FROM (new_values."size") OR old_values."unit_code" IS DISTINCT FROM (new_values."unit_code")) ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_92971() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sources_mappingversionevent" ("codes", "confirmed_at", "confirmed_by_id", "headers", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retract_reason", "retracted_at", "retracted_by_id", "source", "version") SELECT new_values."codes", new_values."confirmed_at", new_values."confirmed_by_id", new_values."headers", new_values."id", new_values."note", _pgh_attached_context.value, NOW(), 'update', new_values."id", new_values."retract_reason", new_values."retracted_at", new_values."retracted_by_id", new_values."source", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_cb701() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "registry_placeevent" ("as_of", "datum", "declared", "host_name", "id", "kind", "latitude", "level", "longitude", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "point_issue", "recognised_on", "sources", "township_code", "updated_at") SELECT new_values."as_of", new_values."datum", new_values."declared", new_values."host_name", new_values."id", new_values."kind", new_values."latitude", new_values."level", new_values."longitude", new_values."name", _pgh_attached_context.value, NOW(), 'update', new_values."id", new_values."point_issue", new_values."recognised_on", new_values."sources", new_values."township_code", new_values."updated_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."as_of" IS DISTINCT FROM (new_values."as_of") OR old_values."datum" IS DISTINCT FROM (new_values."datum") OR old_values."declared" IS DISTINCT FROM (new_values."declared") OR old_values."host_name" IS DISTINCT FROM (new_values."host_name") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."latitude" IS DISTINCT FROM (new_values."latitude") OR old_values."level" IS DISTINCT FROM (new_values."level") OR old_values."longitude" IS DISTINCT FROM (new_values."longitude") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."point_issue" IS DISTINCT FROM (new_values."point_issue") OR old_values."recognised_on" IS DISTINCT FROM (new_values."recognised_on") OR old_values."sources" IS DISTINCT FROM (new_values."sources") OR old_values."township_code" IS DISTINCT FROM (new_values."township_code") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at")) ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_dfb20() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sources_batchevent" ("as_of", "asked_mode", "asked_source", "department", "drift", "drift_confirmed", "error_code", "excluded_rows", "id", "linked_at", "mapping_version_id", "missing_headers", "mode", "original", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purged", "received_at", "received_by_id", "rejects", "retract_reason", "retracted_at", "retracted_by_id", "rows_accepted", "rows_ended", "rows_erased", "rows_excluded", "rows_in", "rows_rejected", "rows_unchanged", "sender", "sha256", "sheet", "shrink_confirmed", "shrink_rows", "size", "source", "started_at", "status", "stored_at") SELECT new_values."as_of", new_values."asked_mode", new_values."asked_source", new_values."department", new_values."drift", new_values."drift_confirmed", new_values."error_code", new_values."excluded_rows", new_values."id", new_values."linked_at", new_values."mapping_version_id", new_values."missing_headers", new_values."mode", new_values."original", _pgh_attached_context.value, NOW(), 'update', new_values."id", new_values."purged", new_values."received_at", new_values."received_by_id", new_values."rejects", new_values."retract_reason", new_values."retracted_at", new_values."retracted_by_id", new_values."rows_accepted", new_values."rows_ended", new_values."rows_erased", new_values."rows_excluded", new_values."rows_in", new_values."rows_rejected", new_values."rows_unchanged", new_values."sender", new_values."sha256", new_values."sheet", new_values."shrink_confirmed", new_values."shrink_rows", new_values."size", new_values."source", new_values."started_at", new_values."status", new_values."stored_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."as_of" IS DISTINCT FROM (new_values."as_of") OR old_values."asked_mode" IS DISTINCT FROM (new_values."asked_mode") OR old_values."asked_source" IS DISTINCT FROM (new_values."asked_source") OR old_values."department" IS DISTINCT FROM (new_values."department") OR old_values."drift" IS DISTINCT FROM (new_values."drift") OR old_values."drift_confirmed" IS DISTINCT FROM (new_values."drift_confirmed") OR old_values."error_code" IS DISTINCT FROM (new_values."error_code") OR old_values."excluded_rows" IS DISTINCT FROM (new_values."excluded_rows") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."linked_at" IS DISTINCT FROM (new_values."linked_at") OR old_values."mapping_version_id" IS DISTINCT FROM (new_values."mapping_version_id") OR old_values."missing_headers" IS DISTINCT FROM (new_values."missing_headers") OR old_values."mode" IS DISTINCT FROM (new_values."mode") OR old_values."original" IS DISTINCT FROM (new_values."original") OR old_values."purged" IS DISTINCT FROM (new_values."purged") OR old_values."received_at" IS DISTINCT FROM (new_values."received_at") OR old_values."received_by_id" IS DISTINCT FROM (new_values."received_by_id") OR old_values."rejects" IS DISTINCT FROM (new_values."rejects") OR old_values."retract_reason" IS DISTINCT FROM (new_values."retract_reason") OR old_values."retracted_at" IS DISTINCT FROM (new_values."retracted_at") OR old_values."retracted_by_id" IS DISTINCT FROM (new_values."retracted_by_id") OR old_values."rows_accepted" IS DISTINCT FROM (new_values."rows_accepted") OR old_values."rows_ended" IS DISTINCT FROM (new_values."rows_ended") OR old_values."rows_erased" IS DISTINCT FROM (new_values."rows_erased") OR old_values."rows_excluded" IS DISTINCT FROM (new_values."rows_excluded") OR old_values."rows_in" IS DISTINCT FROM (new_values."rows_in") OR old_values."rows_rejected" IS DISTINCT FROM (new_values."rows_rejected") OR old_values."rows_unchanged" IS DISTINCT FROM (new_values."rows_unchanged") OR old_values."sender" IS DISTINCT FROM (new_values."sender") OR old_values."sha256" IS DISTINCT FROM (new_values."sha256") OR old_values."sheet" IS DISTINCT FROM (new_values."sheet") OR old_values."shrink_confirmed" IS DISTINCT FROM (new_values."shrink_confirmed") OR old_values."shrink_rows" IS DISTINCT FROM (new_values."shrink_rows") OR old_values."size" IS DISTINCT FROM (new_values."size") OR old_values."source" IS DISTINCT FROM (new_values."source") OR old_values."started_at" IS DISTINCT FROM (new_values."started_at") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."stored_at" IS DISTINCT FROM (new_values."stored_at")) ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_e1677() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "taxonomy_regionevent" ("aliases", "code", "id", "kind", "listed", "mark", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."aliases", new_values."code", new_values."id", new_values."kind", new_values."listed", new_values."mark", new_values."name", new_values."name_en", _pgh_attached_context.value, NOW(), 'update', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_ff68e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sources_unknowncodeevent" ("code", "code_list", "decided_at", "decided_by_id", "first_batch_id", "header", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "suggestion") SELECT new_values."code", new_values."code_list", new_values."decided_at", new_values."decided_by_id", new_values."first_batch_id", new_values."header", new_values."id", _pgh_attached_context.value, NOW(), 'update', new_values."id", new_values."source", new_values."suggestion" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."code_list" IS DISTINCT FROM (new_values."code_list") OR old_values."decided_at" IS DISTINCT FROM (new_values."decided_at") OR old_values."decided_by_id" IS DISTINCT FROM (new_values."decided_by_id") OR old_values."first_batch_id" IS DISTINCT FROM (new_values."first_batch_id") OR old_values."header" IS DISTINCT FROM (new_values."header") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."source" IS DISTINCT FROM (new_values."source") OR old_values."suggestion" IS DISTINCT FROM (new_values."suggestion")) ) AS new_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;

CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;

CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_analyze_scale_factor='0.02', autovacuum_vacuum_cost_delay='0');

CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;

CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;

CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;

CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;

CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;

CREATE FUNCTION public.registry_analyze() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$ begin analyze registry_person; analyze registry_organisation; end $$;

CREATE FUNCTION public.registry_remember_indexes() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare dropping text; building text;
begin
  select string_agg(format('drop index if exists %I;', indexrelid::regclass), ' '),
         string_agg(replace(pg_get_indexdef(indexrelid), ' INDEX ', ' INDEX IF NOT EXISTS ') || ';', ' ')
    into dropping, building from pg_index
   where indrelid = 'registry_person'::regclass and not indisunique;
  execute format('create or replace function registry_suspend_indexes() returns void language plpgsql security definer '
                 'set search_path = public, pg_temp as %L', 'begin ' || dropping || ' end');
  execute format('create or replace function registry_restore_indexes() returns void language plpgsql security definer '
                 'set search_path = public, pg_temp as %L', 'begin ' || building || ' end');
end $$;

CREATE FUNCTION public.registry_restore_indexes() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$begin CREATE INDEX IF NOT EXISTS registry_person_sort ON public.registry_person USING btree (name_pinyin, id); CREATE INDEX IF NOT EXISTS registry_person_birth ON public.registry_person USING btree (birth_date, id); CREATE INDEX IF NOT EXISTS registry_person_as_of ON public.registry_person USING btree (as_of, id); CREATE INDEX IF NOT EXISTS registry_person_name ON public.registry_person USING btree (name); CREATE INDEX IF NOT EXISTS registry_person_initials ON public.registry_person USING btree (initials); CREATE INDEX IF NOT EXISTS registry_person_township ON public.registry_person USING btree (township_code, id); CREATE INDEX IF NOT EXISTS registry_person_employer ON public.registry_person USING btree (employer_uscc); CREATE INDEX IF NOT EXISTS registry_person_emp_name ON public.registry_person USING btree (employer_name, id); CREATE INDEX IF NOT EXISTS registry_person_name_keys ON public.registry_person USING gin (name_keys); CREATE INDEX IF NOT EXISTS registry_person_codes ON public.registry_person USING gin (codes); CREATE INDEX IF NOT EXISTS registry_person_dept ON public.registry_person USING gin (department_codes); CREATE INDEX IF NOT EXISTS registry_person_ids ON public.registry_person USING gin (identifier_indexes); CREATE INDEX IF NOT EXISTS registry_person_phones ON public.registry_person USING gin (phone_indexes); CREATE INDEX IF NOT EXISTS registry_person_search ON public.registry_person USING gin (search gin_trgm_ops); end$$;

CREATE FUNCTION public.registry_suspend_indexes() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$begin drop index if exists registry_person_sort; drop index if exists registry_person_birth; drop index if exists registry_person_as_of; drop index if exists registry_person_name; drop index if exists registry_person_initials; drop index if exists registry_person_township; drop index if exists registry_person_employer; drop index if exists registry_person_emp_name; drop index if exists registry_person_name_keys; drop index if exists registry_person_codes; drop index if exists registry_person_dept; drop index if exists registry_person_ids; drop index if exists registry_person_phones; drop index if exists registry_person_search; end$$;

CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id bigint NOT NULL
);

ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);

ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.accounts_idempotencykey (
    id bigint NOT NULL,
    key character varying(80) NOT NULL,
    owner character varying(80) NOT NULL,
    fingerprint character varying(64) NOT NULL,
    status smallint,
    location text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT accounts_idempotencykey_status_check CHECK ((status >= 0))
);

ALTER TABLE public.accounts_idempotencykey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_idempotencykey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.accounts_membership (
    id bigint NOT NULL,
    role character varying(20) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    user_id bigint NOT NULL,
    unit_id bigint NOT NULL
);

ALTER TABLE public.accounts_membership ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_membership_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.accounts_unit (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(120) NOT NULL,
    name_en character varying(160) NOT NULL,
    valid_from date,
    valid_to date,
    parent_id bigint,
    successor_id bigint,
    CONSTRAINT unit_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_from IS NULL) OR (valid_to > valid_from))),
    CONSTRAINT unit_not_own_successor CHECK (((successor_id IS NULL) OR (NOT ((successor_id = id) AND (successor_id IS NOT NULL)))))
);

ALTER TABLE public.accounts_unit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_unit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.accounts_user (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    is_superuser boolean NOT NULL,
    username character varying(150) NOT NULL,
    first_name character varying(150) NOT NULL,
    last_name character varying(150) NOT NULL,
    email character varying(254) NOT NULL,
    is_staff boolean NOT NULL,
    is_active boolean NOT NULL,
    date_joined timestamp with time zone NOT NULL,
    full_name character varying(60) NOT NULL,
    language character varying(8) NOT NULL,
    large_text boolean NOT NULL,
    subject uuid,
    is_demo boolean NOT NULL
);

CREATE TABLE public.accounts_user_groups (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    group_id integer NOT NULL
);

ALTER TABLE public.accounts_user_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_user_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.accounts_user ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.accounts_user_user_permissions (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    permission_id integer NOT NULL
);

ALTER TABLE public.accounts_user_user_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_user_user_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.audit_readlog (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id bigint,
    actor character varying(150) NOT NULL,
    role character varying(20) NOT NULL,
    unit character varying(40) NOT NULL,
    "where" character varying(200) NOT NULL,
    request_id character varying(16) NOT NULL,
    purpose character varying(200) NOT NULL,
    subjects uuid[] NOT NULL,
    field_classes character varying(12)[] NOT NULL
);

ALTER TABLE public.audit_readlog ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.audit_readlog_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.audit_seal (
    number bigint NOT NULL,
    stream character varying(80) NOT NULL,
    columns character varying(80)[] NOT NULL,
    after_id bigint NOT NULL,
    upto_id bigint NOT NULL,
    rows bigint NOT NULL,
    root bytea NOT NULL,
    previous bytea NOT NULL,
    chain bytea NOT NULL,
    mac bytea NOT NULL,
    key_version smallint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT audit_seal_key_version_check CHECK ((key_version >= 0))
);

CREATE TABLE public.audit_securityevent (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id bigint,
    actor character varying(150) NOT NULL,
    role character varying(20) NOT NULL,
    unit character varying(40) NOT NULL,
    "where" character varying(200) NOT NULL,
    request_id character varying(16) NOT NULL,
    kind character varying(60) NOT NULL,
    detail jsonb NOT NULL
);

ALTER TABLE public.audit_securityevent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.audit_securityevent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.audit_verification (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    seals bigint NOT NULL,
    rows bigint NOT NULL,
    seconds double precision NOT NULL,
    problems jsonb NOT NULL
);

ALTER TABLE public.audit_verification ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.audit_verification_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);

ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);

ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);

ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bole_cache (
    cache_key character varying(255) NOT NULL,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);

CREATE TABLE public.casework_case (
    id bigint NOT NULL,
    key character varying(120),
    title character varying(200) NOT NULL,
    subject uuid,
    unit_code character varying(40) NOT NULL,
    parent_code character varying(40) NOT NULL,
    data jsonb NOT NULL,
    state jsonb NOT NULL,
    step character varying(60) NOT NULL,
    step_name character varying(120) NOT NULL,
    status character varying(8) NOT NULL,
    result character varying(12) NOT NULL,
    level character varying(8) NOT NULL,
    lock integer NOT NULL,
    due_statutory date,
    due_promised date,
    due_provisional boolean NOT NULL,
    public_until date,
    chain_seq integer NOT NULL,
    chain_digest bytea NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    told_at timestamp with time zone,
    forgotten_at timestamp with time zone,
    applicant_id bigint,
    flow_id bigint NOT NULL,
    CONSTRAINT casework_case_chain_seq_check CHECK ((chain_seq >= 0)),
    CONSTRAINT casework_case_lock_check CHECK ((lock >= 0))
);

ALTER TABLE public.casework_case ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.casework_case_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.casework_clockpause (
    id bigint NOT NULL,
    clock character varying(12) NOT NULL,
    reason character varying(60) NOT NULL,
    started_on date NOT NULL,
    ended_on date,
    case_id bigint NOT NULL
);

ALTER TABLE public.casework_clockpause ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.casework_clockpause_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.casework_delegation (
    id bigint NOT NULL,
    role character varying(20) NOT NULL,
    unit_code character varying(40) NOT NULL,
    flow character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    reason character varying(200) NOT NULL,
    giver_id bigint NOT NULL,
    taker_id bigint NOT NULL,
    CONSTRAINT delegation_in_order CHECK ((valid_to >= valid_from)),
    CONSTRAINT delegation_to_another CHECK ((NOT (giver_id = taker_id)))
);

ALTER TABLE public.casework_delegation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.casework_delegation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.casework_delegationevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    role character varying(20) NOT NULL,
    unit_code character varying(40) NOT NULL,
    flow character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    reason character varying(200) NOT NULL,
    giver_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    taker_id bigint NOT NULL
);

ALTER TABLE public.casework_delegationevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.casework_delegationevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.casework_event (
    id bigint NOT NULL,
    seq integer NOT NULL,
    at timestamp with time zone NOT NULL,
    name character varying(40) NOT NULL,
    step character varying(60) NOT NULL,
    actor_id bigint,
    actor character varying(150) NOT NULL,
    for_name character varying(150) NOT NULL,
    data jsonb NOT NULL,
    words jsonb,
    words_salt bytea NOT NULL,
    words_digest bytea NOT NULL,
    digest bytea NOT NULL,
    case_id bigint NOT NULL,
    CONSTRAINT casework_event_seq_check CHECK ((seq >= 0))
);

ALTER TABLE public.casework_event ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.casework_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.casework_flowversion (
    id bigint NOT NULL,
    key character varying(60) NOT NULL,
    version integer NOT NULL,
    digest character varying(64) NOT NULL,
    name character varying(120) NOT NULL,
    name_en character varying(160) NOT NULL,
    definition text NOT NULL,
    pack character varying(60) NOT NULL,
    is_current boolean NOT NULL,
    published_at timestamp with time zone NOT NULL,
    published_by character varying(150) NOT NULL,
    CONSTRAINT casework_flowversion_version_check CHECK ((version >= 0))
);

ALTER TABLE public.casework_flowversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.casework_flowversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.casework_objection (
    id uuid NOT NULL,
    seq integer NOT NULL,
    fingerprint bytea NOT NULL,
    name bytea,
    contact bytea,
    made_at timestamp with time zone NOT NULL,
    destroyed_at timestamp with time zone,
    case_id bigint NOT NULL,
    CONSTRAINT casework_objection_seq_check CHECK ((seq >= 0))
);

CREATE TABLE public.casework_todo (
    id bigint NOT NULL,
    step character varying(60) NOT NULL,
    step_name character varying(120) NOT NULL,
    visit integer NOT NULL,
    slot smallint NOT NULL,
    role character varying(20) NOT NULL,
    unit character varying(40) NOT NULL,
    due date,
    created_at timestamp with time zone NOT NULL,
    notified_at timestamp with time zone,
    done_at timestamp with time zone,
    outcome character varying(60) NOT NULL,
    reason text NOT NULL,
    assignee_id bigint,
    case_id bigint NOT NULL,
    done_by_id bigint,
    CONSTRAINT casework_todo_slot_check CHECK ((slot >= 0)),
    CONSTRAINT casework_todo_visit_check CHECK ((visit >= 0))
);

ALTER TABLE public.casework_todo ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.casework_todo_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);

ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);

ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);

CREATE TABLE public.files_storedfile (
    id uuid NOT NULL,
    name character varying(255) NOT NULL,
    kind character varying(12) NOT NULL,
    size bigint NOT NULL,
    sha256 character varying(64) NOT NULL,
    purpose character varying(200) NOT NULL,
    action character varying(80) NOT NULL,
    unit_code character varying(40) NOT NULL,
    key_id bigint NOT NULL,
    keep_until date,
    created_at timestamp with time zone NOT NULL,
    destroyed_at timestamp with time zone,
    owner_id bigint
);

CREATE TABLE public.files_storedfileevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id uuid NOT NULL,
    kind character varying(12) NOT NULL,
    size bigint NOT NULL,
    sha256 character varying(64) NOT NULL,
    purpose character varying(200) NOT NULL,
    action character varying(80) NOT NULL,
    unit_code character varying(40) NOT NULL,
    key_id bigint NOT NULL,
    keep_until date,
    created_at timestamp with time zone NOT NULL,
    destroyed_at timestamp with time zone,
    owner_id bigint,
    pgh_context_id uuid,
    pgh_obj_id uuid NOT NULL
);

ALTER TABLE public.files_storedfileevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.files_storedfileevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);

ALTER TABLE public.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.notices_notice (
    id bigint NOT NULL,
    kind character varying(60) NOT NULL,
    params jsonb NOT NULL,
    url character varying(300) NOT NULL,
    key character varying(160) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    user_id bigint NOT NULL
);

ALTER TABLE public.notices_notice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_notice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.notices_outgoing (
    id bigint NOT NULL,
    channel character varying(20) NOT NULL,
    address character varying(100) NOT NULL,
    text text NOT NULL,
    state character varying(10) NOT NULL,
    simulated boolean NOT NULL,
    attempts smallint NOT NULL,
    error character varying(200) NOT NULL,
    reference character varying(80) NOT NULL,
    touched_at timestamp with time zone NOT NULL,
    notice_id bigint NOT NULL,
    CONSTRAINT notices_outgoing_attempts_check CHECK ((attempts >= 0))
);

ALTER TABLE public.notices_outgoing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_outgoing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.outbox_event (
    id bigint NOT NULL,
    topic character varying(80) NOT NULL,
    key character varying(160) NOT NULL,
    payload jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    xid bigint DEFAULT ((pg_current_xact_id())::text)::bigint NOT NULL
);

ALTER TABLE public.outbox_event ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.outbox_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.outbox_feedtoken (
    id bigint NOT NULL,
    name character varying(100) NOT NULL,
    role character varying(20) NOT NULL,
    topics character varying(80)[] NOT NULL,
    digest bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    valid_to timestamp with time zone,
    used_at timestamp with time zone
);

ALTER TABLE public.outbox_feedtoken ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.outbox_feedtoken_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.outbox_feedtokenevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    name character varying(100) NOT NULL,
    role character varying(20) NOT NULL,
    topics character varying(80)[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    valid_to timestamp with time zone,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.outbox_feedtokenevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.outbox_feedtokenevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.outbox_job (
    id bigint NOT NULL,
    kind character varying(60) NOT NULL,
    title character varying(200) NOT NULL,
    owner_id bigint,
    owner character varying(150) NOT NULL,
    state character varying(10) NOT NULL,
    total bigint,
    done bigint NOT NULL,
    errors bigint NOT NULL,
    note character varying(300) NOT NULL,
    result jsonb NOT NULL,
    error text NOT NULL,
    cancel_asked boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    touched_at timestamp with time zone NOT NULL
);

ALTER TABLE public.outbox_job ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.outbox_job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.outbox_receipt (
    id bigint NOT NULL,
    handler character varying(120) NOT NULL,
    done_at timestamp with time zone,
    attempts smallint NOT NULL,
    dead boolean NOT NULL,
    error text NOT NULL,
    touched_at timestamp with time zone NOT NULL,
    event_id bigint NOT NULL,
    CONSTRAINT outbox_receipt_attempts_check CHECK ((attempts >= 0))
);

ALTER TABLE public.outbox_receipt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.outbox_receipt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.pghistory_context (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    metadata jsonb NOT NULL
);

CREATE TABLE public.plan_indicatorvalue (
    id bigint NOT NULL,
    indicator character varying(20) NOT NULL,
    series character varying(10) NOT NULL,
    as_of date NOT NULL,
    value numeric(18,6) NOT NULL,
    source character varying(120) NOT NULL,
    is_preliminary boolean NOT NULL,
    is_demo boolean NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);

ALTER TABLE public.plan_indicatorvalue ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_indicatorvalue_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.policies_decision (
    id uuid NOT NULL,
    subject character varying(12) NOT NULL,
    subject_id character varying(40) NOT NULL,
    purpose character varying(12) NOT NULL,
    policy character varying(80) NOT NULL,
    department character varying(40) NOT NULL,
    version_from date NOT NULL,
    rules_sha256 character varying(64) NOT NULL,
    "on" date NOT NULL,
    facts jsonb NOT NULL,
    related jsonb NOT NULL,
    outcome jsonb NOT NULL,
    by_name character varying(150) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    forgotten_at timestamp with time zone,
    by_id bigint,
    case_id bigint
);

CREATE TABLE public.policies_draft (
    id bigint NOT NULL,
    title character varying(160) NOT NULL,
    policy character varying(80) NOT NULL,
    department_code character varying(40) NOT NULL,
    kind character varying(12) NOT NULL,
    since date,
    reason text NOT NULL,
    state character varying(12) NOT NULL,
    files jsonb NOT NULL,
    base jsonb NOT NULL,
    base_sha256 character varying(64) NOT NULL,
    budget jsonb NOT NULL,
    version integer NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    case_id bigint,
    opened_by_id bigint NOT NULL,
    saved_by_id bigint NOT NULL,
    CONSTRAINT policies_draft_version_check CHECK ((version >= 0))
);

ALTER TABLE public.policies_draft ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.policies_draft_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.policies_draftevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    title character varying(160) NOT NULL,
    policy character varying(80) NOT NULL,
    department_code character varying(40) NOT NULL,
    kind character varying(12) NOT NULL,
    since date,
    reason text NOT NULL,
    state character varying(12) NOT NULL,
    base_sha256 character varying(64) NOT NULL,
    budget jsonb NOT NULL,
    version integer NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    case_id bigint,
    opened_by_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    saved_by_id bigint NOT NULL,
    CONSTRAINT policies_draftevent_version_check CHECK ((version >= 0))
);

ALTER TABLE public.policies_draftevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.policies_draftevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.policies_draftsave (
    id bigint NOT NULL,
    number integer NOT NULL,
    files jsonb NOT NULL,
    base jsonb NOT NULL,
    base_sha256 character varying(64) NOT NULL,
    since date,
    note character varying(200) NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id bigint NOT NULL,
    draft_id bigint NOT NULL,
    CONSTRAINT policies_draftsave_number_check CHECK ((number >= 0))
);

ALTER TABLE public.policies_draftsave ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.policies_draftsave_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.policies_edition (
    id bigint NOT NULL,
    number integer NOT NULL,
    files jsonb NOT NULL,
    base jsonb NOT NULL,
    changed jsonb NOT NULL,
    files_sha256 character varying(64) NOT NULL,
    rules_sha256 character varying(64) NOT NULL,
    pack_sha256 character varying(64) NOT NULL,
    title character varying(160) NOT NULL,
    note text NOT NULL,
    in_force_since timestamp with time zone NOT NULL,
    approved_by_id bigint NOT NULL,
    by_id bigint NOT NULL,
    case_id bigint NOT NULL,
    draft_id bigint,
    withdraws_id bigint,
    CONSTRAINT policies_edition_number_check CHECK ((number >= 0))
);

ALTER TABLE public.policies_edition ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.policies_edition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.policies_match (
    id bigint NOT NULL,
    subject_kind character varying(12) NOT NULL,
    subject_id character varying(36) NOT NULL,
    policy character varying(80) NOT NULL,
    since date NOT NULL,
    until date,
    amount bigint,
    telling character varying(12) NOT NULL,
    told_at timestamp with time zone,
    taken_up_on date,
    taken_up_ref character varying(120) NOT NULL
);

ALTER TABLE public.policies_match ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.policies_match_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.policies_matchrun (
    id bigint NOT NULL,
    subject_kind character varying(12) NOT NULL,
    cause character varying(8) NOT NULL,
    state character varying(8) NOT NULL,
    rules_sha256 character varying(64) NOT NULL,
    keys jsonb NOT NULL,
    subjects integer NOT NULL,
    sampled integer NOT NULL,
    differences jsonb NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT policies_matchrun_sampled_check CHECK ((sampled >= 0)),
    CONSTRAINT policies_matchrun_subjects_check CHECK ((subjects >= 0))
);

ALTER TABLE public.policies_matchrun ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.policies_matchrun_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.policies_recognition (
    id uuid NOT NULL,
    person uuid NOT NULL,
    code_list character varying(60) NOT NULL,
    level character varying(20) NOT NULL,
    policy character varying(80) NOT NULL,
    version_from date NOT NULL,
    via character varying(10) NOT NULL,
    route character varying(60) NOT NULL,
    basis character varying(400) NOT NULL,
    restricted boolean NOT NULL,
    recognised_on date NOT NULL,
    valid_from date NOT NULL,
    valid_until date,
    revalidate_by date,
    state character varying(10) NOT NULL,
    unit_code character varying(40) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    forgotten_at timestamp with time zone,
    case_id bigint,
    decision_id uuid
);

CREATE TABLE public.policies_recognitionevent (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    state character varying(10) NOT NULL,
    "on" date NOT NULL,
    at timestamp with time zone NOT NULL,
    by_name character varying(150) NOT NULL,
    reason text NOT NULL,
    forgotten_at timestamp with time zone,
    by_id bigint,
    case_id bigint,
    recognition_id uuid NOT NULL
);

ALTER TABLE public.policies_recognitionevent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.policies_recognitionevent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.policies_rulesetversion (
    id bigint NOT NULL,
    sha256 character varying(64) NOT NULL,
    pack_sha256 character varying(64) NOT NULL,
    kept_at timestamp with time zone NOT NULL,
    edition_id bigint
);

ALTER TABLE public.policies_rulesetversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.policies_rulesetversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.policies_simulation (
    id bigint NOT NULL,
    draft_sha256 character varying(64) NOT NULL,
    draft_version integer NOT NULL,
    base_sha256 character varying(64) NOT NULL,
    "on" date NOT NULL,
    result jsonb NOT NULL,
    cpu_seconds numeric(8,2) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    by_id bigint NOT NULL,
    draft_id bigint NOT NULL,
    snapshot_id bigint NOT NULL,
    CONSTRAINT policies_simulation_draft_version_check CHECK ((draft_version >= 0))
);

ALTER TABLE public.policies_simulation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.policies_simulation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.policies_standing (
    id bigint NOT NULL,
    subject_kind character varying(12) NOT NULL,
    subject_id character varying(36) NOT NULL,
    rules_sha256 character varying(64) NOT NULL,
    digest character varying(32) NOT NULL,
    decided_on date NOT NULL,
    next_change date,
    township character varying(12) NOT NULL,
    talent_class character varying(8) NOT NULL,
    outcome jsonb NOT NULL,
    maybe character varying(80)[] NOT NULL,
    near character varying(80)[] NOT NULL,
    stale character varying(80)[] NOT NULL,
    stale_at timestamp with time zone
);

ALTER TABLE public.policies_standing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.policies_standing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.policies_tally (
    id bigint NOT NULL,
    subject_kind character varying(12) NOT NULL,
    policy character varying(80) NOT NULL,
    township character varying(12) NOT NULL,
    talent_class character varying(8) NOT NULL,
    eligible integer NOT NULL,
    possible integer NOT NULL,
    near integer NOT NULL,
    told integer NOT NULL,
    taken integer NOT NULL,
    certain bigint NOT NULL,
    potential bigint NOT NULL
);

ALTER TABLE public.policies_tally ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.policies_tally_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_analyze_scale_factor='0.02', autovacuum_vacuum_cost_delay='0');

CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;

CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;

CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);

CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;

CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.registry_employername (
    id bigint NOT NULL,
    name character varying(200) NOT NULL
);

ALTER TABLE public.registry_employername ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registry_employername_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.registry_organisation (
    id uuid NOT NULL,
    uscc character varying(18) NOT NULL,
    name character varying(200) NOT NULL,
    former_names character varying(200)[] NOT NULL,
    name_pinyin character varying(400) NOT NULL COLLATE pg_catalog."C",
    search text NOT NULL,
    industry_code character varying(10) NOT NULL,
    township_code character varying(12) NOT NULL,
    status character varying(20) NOT NULL,
    founded_on date,
    facts jsonb NOT NULL,
    series jsonb NOT NULL,
    sources character varying(20)[] NOT NULL,
    as_of date,
    digest character varying(32) NOT NULL,
    updated_at timestamp with time zone NOT NULL
);

CREATE TABLE public.registry_organisationevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id uuid NOT NULL,
    uscc character varying(18) NOT NULL,
    name character varying(200) NOT NULL,
    former_names character varying(200)[] NOT NULL,
    name_pinyin character varying(400) NOT NULL COLLATE pg_catalog."C",
    industry_code character varying(10) NOT NULL,
    township_code character varying(12) NOT NULL,
    status character varying(20) NOT NULL,
    founded_on date,
    sources character varying(20)[] NOT NULL,
    as_of date,
    updated_at timestamp with time zone NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id uuid NOT NULL
);

ALTER TABLE public.registry_organisationevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registry_organisationevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.registry_person (
    id uuid NOT NULL,
    record_count integer NOT NULL,
    birth_date date,
    as_of date,
    deceased_on date,
    weakest double precision,
    erased_at timestamp with time zone,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    stock character varying(12) NOT NULL,
    township_code character varying(12) NOT NULL,
    name_pinyin character varying(240) NOT NULL COLLATE pg_catalog."C",
    name character varying(120) NOT NULL COLLATE pg_catalog."C",
    employer_name character varying(200) NOT NULL,
    sex character varying(4) NOT NULL,
    tier character varying(60) NOT NULL,
    department_codes character varying(40)[] NOT NULL,
    libraries character varying(60)[] NOT NULL,
    staff_categories character varying(60)[] NOT NULL,
    facts jsonb NOT NULL,
    sets jsonb NOT NULL,
    codes character varying(120)[] NOT NULL,
    search text NOT NULL,
    name_keys character varying(4)[] NOT NULL,
    initials character varying(40) NOT NULL COLLATE pg_catalog."C",
    latin_name character varying(160) NOT NULL,
    other_names character varying(120)[] NOT NULL,
    identifier_indexes bytea[] NOT NULL,
    phone_indexes bytea[] NOT NULL,
    masked_id character varying(40) NOT NULL,
    sources character varying(20)[] NOT NULL,
    digest character varying(32) NOT NULL,
    employer_uscc character varying(18),
    CONSTRAINT registry_person_record_count_check CHECK ((record_count >= 0))
);
ALTER TABLE ONLY public.registry_person ALTER COLUMN facts SET STATISTICS 0;
ALTER TABLE ONLY public.registry_person ALTER COLUMN sets SET STATISTICS 0;
ALTER TABLE ONLY public.registry_person ALTER COLUMN search SET STATISTICS 0;
ALTER TABLE ONLY public.registry_person ALTER COLUMN identifier_indexes SET STATISTICS 0;
ALTER TABLE ONLY public.registry_person ALTER COLUMN phone_indexes SET STATISTICS 0;
ALTER TABLE ONLY public.registry_person ALTER COLUMN masked_id SET STATISTICS 0;
ALTER TABLE ONLY public.registry_person ALTER COLUMN digest SET STATISTICS 0;

CREATE TABLE public.registry_personevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id uuid NOT NULL,
    township_code character varying(12) NOT NULL,
    tier character varying(60) NOT NULL,
    stock character varying(12) NOT NULL,
    record_count integer NOT NULL,
    deceased_on date,
    erased_at timestamp with time zone,
    employer_uscc character varying(18),
    pgh_context_id uuid,
    pgh_obj_id uuid NOT NULL,
    CONSTRAINT registry_personevent_record_count_check CHECK ((record_count >= 0))
);

ALTER TABLE public.registry_personevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registry_personevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.registry_personredirect (
    absorbed uuid NOT NULL,
    since timestamp with time zone NOT NULL,
    person_id uuid NOT NULL
);

CREATE TABLE public.registry_place (
    id uuid NOT NULL,
    name character varying(200) NOT NULL,
    kind character varying(40) NOT NULL,
    level character varying(20) NOT NULL,
    host_name character varying(200) NOT NULL,
    township_code character varying(12) NOT NULL,
    recognised_on date,
    longitude numeric(9,6),
    latitude numeric(8,6),
    datum character varying(20) NOT NULL,
    declared character varying(60) NOT NULL,
    point_issue character varying(200) NOT NULL,
    facts jsonb NOT NULL,
    sources jsonb NOT NULL,
    as_of date,
    digest character varying(32) NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT registry_place_whole_point CHECK ((((latitude IS NULL) AND (longitude IS NULL)) OR ((latitude >= ('-90'::integer)::numeric) AND (latitude <= (90)::numeric) AND ((longitude >= ('-180'::integer)::numeric) AND (longitude <= (180)::numeric)))))
);

CREATE TABLE public.registry_placeevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id uuid NOT NULL,
    name character varying(200) NOT NULL,
    kind character varying(40) NOT NULL,
    level character varying(20) NOT NULL,
    host_name character varying(200) NOT NULL,
    township_code character varying(12) NOT NULL,
    recognised_on date,
    longitude numeric(9,6),
    latitude numeric(8,6),
    datum character varying(20) NOT NULL,
    declared character varying(60) NOT NULL,
    point_issue character varying(200) NOT NULL,
    sources jsonb NOT NULL,
    as_of date,
    updated_at timestamp with time zone NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id uuid NOT NULL
);

ALTER TABLE public.registry_placeevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registry_placeevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.registry_project (
    id uuid NOT NULL,
    name character varying(200) NOT NULL,
    level character varying(20) NOT NULL,
    year smallint,
    document_no character varying(120) NOT NULL,
    employer_uscc character varying(18) NOT NULL,
    employer_name character varying(200) NOT NULL,
    township_codes character varying(12)[] NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT registry_project_year_check CHECK ((year >= 0))
);

CREATE TABLE public.registry_projectmember (
    id bigint NOT NULL,
    person uuid NOT NULL,
    rank smallint,
    group_id uuid NOT NULL,
    CONSTRAINT registry_projectmember_rank_check CHECK ((rank >= 0))
);

ALTER TABLE public.registry_projectmember ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registry_projectmember_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.registry_savedlist (
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    query text NOT NULL,
    columns character varying(60)[] NOT NULL,
    shared boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    owner_id bigint NOT NULL,
    unit_id bigint NOT NULL
);

ALTER TABLE public.registry_savedlist ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registry_savedlist_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.registry_team (
    id uuid NOT NULL,
    name character varying(200) NOT NULL,
    level character varying(20) NOT NULL,
    year smallint,
    document_no character varying(120) NOT NULL,
    employer_uscc character varying(18) NOT NULL,
    employer_name character varying(200) NOT NULL,
    township_codes character varying(12)[] NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT registry_team_year_check CHECK ((year >= 0))
);

CREATE TABLE public.registry_teammember (
    id bigint NOT NULL,
    person uuid NOT NULL,
    rank smallint,
    group_id uuid NOT NULL,
    CONSTRAINT registry_teammember_rank_check CHECK ((rank >= 0))
);

ALTER TABLE public.registry_teammember ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registry_teammember_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.snapshots_snapshot (
    id bigint NOT NULL,
    folder character varying(60) NOT NULL,
    as_of date NOT NULL,
    rows bigint NOT NULL,
    size bigint NOT NULL,
    manifest jsonb NOT NULL,
    pack_version character varying(80) NOT NULL,
    by character varying(150) NOT NULL,
    published_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone
);

ALTER TABLE public.snapshots_snapshot ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.snapshots_snapshot_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.snapshots_snapshotevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    folder character varying(60) NOT NULL,
    as_of date NOT NULL,
    rows bigint NOT NULL,
    size bigint NOT NULL,
    pack_version character varying(80) NOT NULL,
    by character varying(150) NOT NULL,
    published_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.snapshots_snapshotevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.snapshots_snapshotevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sources_batch (
    id bigint NOT NULL,
    source character varying(8) NOT NULL,
    department character varying(40) NOT NULL,
    sender character varying(40) NOT NULL,
    file_name character varying(255) NOT NULL,
    sha256 character varying(64) NOT NULL,
    size bigint NOT NULL,
    original character varying(40) NOT NULL,
    rejects character varying(40) NOT NULL,
    mode character varying(10) NOT NULL,
    asked_source character varying(8) NOT NULL,
    as_of date NOT NULL,
    status character varying(10) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    sheet character varying(120) NOT NULL,
    headers jsonb NOT NULL,
    mapping jsonb NOT NULL,
    unknown_headers jsonb NOT NULL,
    missing_headers jsonb NOT NULL,
    rows_read integer NOT NULL,
    rows_in integer NOT NULL,
    rows_accepted integer NOT NULL,
    rows_rejected integer NOT NULL,
    rows_unchanged integer NOT NULL,
    rows_excluded integer NOT NULL,
    rows_erased integer NOT NULL,
    rows_ended integer NOT NULL,
    excluded_rows jsonb NOT NULL,
    purged boolean NOT NULL,
    cleaned_to bigint NOT NULL,
    asked_mode character varying(10) NOT NULL,
    shrink_rows integer NOT NULL,
    shrink_confirmed boolean NOT NULL,
    profile jsonb NOT NULL,
    drift jsonb NOT NULL,
    drift_confirmed boolean NOT NULL,
    note character varying(200) NOT NULL,
    error text NOT NULL,
    remedy text NOT NULL,
    error_code character varying(60) NOT NULL,
    started_at timestamp with time zone,
    stored_at timestamp with time zone,
    linked_at timestamp with time zone,
    retracted_at timestamp with time zone,
    retract_reason character varying(200) NOT NULL,
    received_by_id bigint,
    retracted_by_id bigint,
    mapping_version_id bigint,
    CONSTRAINT batch_rows_add_up CHECK ((rows_in = (((rows_accepted + rows_rejected) + rows_unchanged) + rows_excluded))),
    CONSTRAINT sources_batch_rows_accepted_check CHECK ((rows_accepted >= 0)),
    CONSTRAINT sources_batch_rows_ended_check CHECK ((rows_ended >= 0)),
    CONSTRAINT sources_batch_rows_erased_check CHECK ((rows_erased >= 0)),
    CONSTRAINT sources_batch_rows_excluded_check CHECK ((rows_excluded >= 0)),
    CONSTRAINT sources_batch_rows_in_check CHECK ((rows_in >= 0)),
    CONSTRAINT sources_batch_rows_read_check CHECK ((rows_read >= 0)),
    CONSTRAINT sources_batch_rows_rejected_check CHECK ((rows_rejected >= 0)),
    CONSTRAINT sources_batch_rows_unchanged_check CHECK ((rows_unchanged >= 0)),
    CONSTRAINT sources_batch_shrink_rows_check CHECK ((shrink_rows >= 0)),
    CONSTRAINT sources_batch_size_check CHECK ((size >= 0))
);

ALTER TABLE public.sources_batch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sources_batch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sources_batchevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    source character varying(8) NOT NULL,
    department character varying(40) NOT NULL,
    sender character varying(40) NOT NULL,
    sha256 character varying(64) NOT NULL,
    size bigint NOT NULL,
    original character varying(40) NOT NULL,
    rejects character varying(40) NOT NULL,
    mode character varying(10) NOT NULL,
    asked_source character varying(8) NOT NULL,
    as_of date NOT NULL,
    status character varying(10) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    sheet character varying(120) NOT NULL,
    missing_headers jsonb NOT NULL,
    rows_in integer NOT NULL,
    rows_accepted integer NOT NULL,
    rows_rejected integer NOT NULL,
    rows_unchanged integer NOT NULL,
    rows_excluded integer NOT NULL,
    rows_erased integer NOT NULL,
    rows_ended integer NOT NULL,
    excluded_rows jsonb NOT NULL,
    purged boolean NOT NULL,
    asked_mode character varying(10) NOT NULL,
    shrink_rows integer NOT NULL,
    shrink_confirmed boolean NOT NULL,
    drift jsonb NOT NULL,
    drift_confirmed boolean NOT NULL,
    error_code character varying(60) NOT NULL,
    started_at timestamp with time zone,
    stored_at timestamp with time zone,
    linked_at timestamp with time zone,
    retracted_at timestamp with time zone,
    retract_reason character varying(200) NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    received_by_id bigint,
    retracted_by_id bigint,
    mapping_version_id bigint,
    CONSTRAINT sources_batchevent_rows_accepted_check CHECK ((rows_accepted >= 0)),
    CONSTRAINT sources_batchevent_rows_ended_check CHECK ((rows_ended >= 0)),
    CONSTRAINT sources_batchevent_rows_erased_check CHECK ((rows_erased >= 0)),
    CONSTRAINT sources_batchevent_rows_excluded_check CHECK ((rows_excluded >= 0)),
    CONSTRAINT sources_batchevent_rows_in_check CHECK ((rows_in >= 0)),
    CONSTRAINT sources_batchevent_rows_rejected_check CHECK ((rows_rejected >= 0)),
    CONSTRAINT sources_batchevent_rows_unchanged_check CHECK ((rows_unchanged >= 0)),
    CONSTRAINT sources_batchevent_shrink_rows_check CHECK ((shrink_rows >= 0)),
    CONSTRAINT sources_batchevent_size_check CHECK ((size >= 0))
);

ALTER TABLE public.sources_batchevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sources_batchevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sources_bulkdecision (
    id bigint NOT NULL,
    pattern character varying(16) NOT NULL,
    reason character varying(20) NOT NULL,
    state character varying(10) NOT NULL,
    verdict character varying(10) NOT NULL,
    sampled integer NOT NULL,
    agreed integer NOT NULL,
    decided integer NOT NULL,
    checks integer NOT NULL,
    started_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    retracted_at timestamp with time zone,
    decided_by_id bigint,
    retracted_by_id bigint,
    started_by_id bigint,
    CONSTRAINT sources_bulkdecision_agreed_check CHECK ((agreed >= 0)),
    CONSTRAINT sources_bulkdecision_checks_check CHECK ((checks >= 0)),
    CONSTRAINT sources_bulkdecision_decided_check CHECK ((decided >= 0)),
    CONSTRAINT sources_bulkdecision_sampled_check CHECK ((sampled >= 0))
);

ALTER TABLE public.sources_bulkdecision ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sources_bulkdecision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sources_bulkdecisionevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    pattern character varying(16) NOT NULL,
    reason character varying(20) NOT NULL,
    state character varying(10) NOT NULL,
    verdict character varying(10) NOT NULL,
    sampled integer NOT NULL,
    agreed integer NOT NULL,
    decided integer NOT NULL,
    checks integer NOT NULL,
    started_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    retracted_at timestamp with time zone,
    decided_by_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    retracted_by_id bigint,
    started_by_id bigint,
    CONSTRAINT sources_bulkdecisionevent_agreed_check CHECK ((agreed >= 0)),
    CONSTRAINT sources_bulkdecisionevent_checks_check CHECK ((checks >= 0)),
    CONSTRAINT sources_bulkdecisionevent_decided_check CHECK ((decided >= 0)),
    CONSTRAINT sources_bulkdecisionevent_sampled_check CHECK ((sampled >= 0))
);

ALTER TABLE public.sources_bulkdecisionevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sources_bulkdecisionevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sources_clericalsample (
    id bigint NOT NULL,
    drawn_at timestamp with time zone NOT NULL,
    model_version character varying(40) NOT NULL,
    seed bigint NOT NULL,
    strata jsonb NOT NULL,
    closed_at timestamp with time zone,
    drawn_by_id bigint
);

ALTER TABLE public.sources_clericalsample ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sources_clericalsample_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sources_conflict (
    id bigint NOT NULL,
    "left" bigint NOT NULL,
    "right" bigint NOT NULL,
    weight double precision NOT NULL,
    pattern character varying(16) NOT NULL,
    reason character varying(20) NOT NULL
);

ALTER TABLE public.sources_conflict ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sources_conflict_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sources_decision (
    id bigint NOT NULL,
    kind character varying(16) NOT NULL,
    "left" bigint,
    "right" bigint,
    anchor bigint,
    fact character varying(60) NOT NULL,
    value jsonb,
    reason text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    retracted_at timestamp with time zone,
    retract_reason character varying(200) NOT NULL,
    applied boolean NOT NULL,
    weight double precision,
    pattern character varying(16) NOT NULL,
    decided_by_id bigint,
    retracted_by_id bigint
);

ALTER TABLE public.sources_decision ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sources_decision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sources_decisionevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    kind character varying(16) NOT NULL,
    "left" bigint,
    "right" bigint,
    anchor bigint,
    fact character varying(60) NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    retracted_at timestamp with time zone,
    applied boolean NOT NULL,
    weight double precision,
    pattern character varying(16) NOT NULL,
    decided_by_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    retracted_by_id bigint
);

ALTER TABLE public.sources_decisionevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sources_decisionevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sources_edge (
    "left" bigint NOT NULL,
    "right" bigint NOT NULL,
    weight double precision NOT NULL,
    pattern character varying(16) NOT NULL,
    model_version character varying(40) NOT NULL,
    CONSTRAINT edge_ordered CHECK (("left" < "right"))
);

CREATE TABLE public.sources_formercluster (
    id bigint NOT NULL,
    node bigint NOT NULL,
    nodes bigint[] NOT NULL,
    person uuid NOT NULL
);

ALTER TABLE public.sources_formercluster ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sources_formercluster_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sources_home (
    node bigint NOT NULL,
    person uuid NOT NULL,
    path uuid[] NOT NULL
);

CREATE TABLE public.sources_issue (
    id bigint NOT NULL,
    "row" integer NOT NULL,
    header character varying(80) NOT NULL,
    rule character varying(60) NOT NULL,
    severity character varying(5) NOT NULL,
    message text NOT NULL,
    remedy text NOT NULL,
    value_masked character varying(120) NOT NULL,
    batch_id bigint NOT NULL,
    CONSTRAINT sources_issue_row_check CHECK (("row" >= 0))
);

ALTER TABLE public.sources_issue ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sources_issue_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sources_linkmodel (
    id bigint NOT NULL,
    version character varying(40) NOT NULL,
    content bytea NOT NULL,
    rows integer NOT NULL,
    report jsonb NOT NULL,
    trained_at timestamp with time zone NOT NULL,
    in_use boolean NOT NULL,
    trained_by_id bigint,
    CONSTRAINT sources_linkmodel_rows_check CHECK ((rows >= 0))
);

ALTER TABLE public.sources_linkmodel ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sources_linkmodel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sources_linkmodelevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    version character varying(40) NOT NULL,
    rows integer NOT NULL,
    report jsonb NOT NULL,
    trained_at timestamp with time zone NOT NULL,
    in_use boolean NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    trained_by_id bigint,
    CONSTRAINT sources_linkmodelevent_rows_check CHECK ((rows >= 0))
);

ALTER TABLE public.sources_linkmodelevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sources_linkmodelevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sources_linkrun (
    id bigint NOT NULL,
    stage character varying(10) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    records integer NOT NULL,
    edges integer NOT NULL,
    persons integer NOT NULL,
    persons_done integer NOT NULL,
    conflicts integer NOT NULL,
    timings jsonb NOT NULL,
    error text NOT NULL,
    CONSTRAINT sources_linkrun_conflicts_check CHECK ((conflicts >= 0)),
    CONSTRAINT sources_linkrun_edges_check CHECK ((edges >= 0)),
    CONSTRAINT sources_linkrun_persons_check CHECK ((persons >= 0)),
    CONSTRAINT sources_linkrun_persons_done_check CHECK ((persons_done >= 0)),
    CONSTRAINT sources_linkrun_records_check CHECK ((records >= 0))
);

ALTER TABLE public.sources_linkrun ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sources_linkrun_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sources_mappingversion (
    id bigint NOT NULL,
    source character varying(8) NOT NULL,
    version integer NOT NULL,
    headers jsonb NOT NULL,
    codes jsonb NOT NULL,
    confirmed_at timestamp with time zone NOT NULL,
    note character varying(200) NOT NULL,
    retracted_at timestamp with time zone,
    retract_reason character varying(200) NOT NULL,
    confirmed_by_id bigint,
    retracted_by_id bigint,
    CONSTRAINT sources_mappingversion_version_check CHECK ((version >= 0))
);

ALTER TABLE public.sources_mappingversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sources_mappingversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sources_mappingversionevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    source character varying(8) NOT NULL,
    version integer NOT NULL,
    headers jsonb NOT NULL,
    codes jsonb NOT NULL,
    confirmed_at timestamp with time zone NOT NULL,
    note character varying(200) NOT NULL,
    retracted_at timestamp with time zone,
    retract_reason character varying(200) NOT NULL,
    confirmed_by_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    retracted_by_id bigint,
    CONSTRAINT sources_mappingversionevent_version_check CHECK ((version >= 0))
);

ALTER TABLE public.sources_mappingversionevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sources_mappingversionevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sources_membership (
    node bigint NOT NULL,
    record bigint NOT NULL,
    person uuid
);

CREATE TABLE public.sources_pastmembership (
    node bigint NOT NULL,
    person uuid NOT NULL
);

CREATE TABLE public.sources_record (
    id bigint NOT NULL,
    source character varying(8) NOT NULL,
    subject character varying(12) NOT NULL,
    node bigint NOT NULL,
    natural_key bytea NOT NULL,
    row_hash bytea NOT NULL,
    "row" integer NOT NULL,
    as_of date NOT NULL,
    "values" jsonb NOT NULL,
    sealed bytea,
    key bigint,
    name character varying(200),
    name_simple character varying(200),
    surname character varying(80),
    pinyin character varying(400),
    pinyin_sorted character varying(400),
    initials character varying(80),
    latin boolean,
    birth_date date,
    sex character varying(8),
    employer_key character varying(200),
    organisation character varying(18),
    township character varying(40),
    id_state character varying(12),
    id_index bytea,
    raw_index bytea,
    prefix_index bytea,
    late_index bytea,
    outer_index bytea,
    written_birth date,
    passport_index bytea,
    phone_index bytea,
    valid_from_batch_id bigint NOT NULL,
    valid_to_batch_id bigint,
    CONSTRAINT sources_record_row_check CHECK (("row" >= 0))
);

ALTER TABLE public.sources_record ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sources_record_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sources_review (
    id bigint NOT NULL,
    "left" bigint NOT NULL,
    "right" bigint NOT NULL,
    reason character varying(20) NOT NULL,
    weight double precision NOT NULL,
    pattern character varying(16) NOT NULL,
    probability double precision,
    state character varying(8) NOT NULL,
    first_verdict character varying(10) NOT NULL,
    verdict character varying(10) NOT NULL,
    part character varying(6) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    bulk_id bigint,
    case_id bigint,
    decision_id bigint,
    CONSTRAINT review_ordered CHECK (("left" < "right"))
);

ALTER TABLE public.sources_review ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sources_review_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sources_samplepair (
    id bigint NOT NULL,
    "left" bigint NOT NULL,
    "right" bigint NOT NULL,
    weight double precision NOT NULL,
    pattern character varying(16) NOT NULL,
    linked boolean NOT NULL,
    stratum smallint NOT NULL,
    verdict character varying(10) NOT NULL,
    decided_at timestamp with time zone,
    twice boolean NOT NULL,
    second_verdict character varying(10) NOT NULL,
    second_at timestamp with time zone,
    sent_at timestamp with time zone,
    lost character varying(8) NOT NULL,
    decided_by_id bigint,
    sample_id bigint NOT NULL,
    second_by_id bigint,
    CONSTRAINT sources_samplepair_stratum_check CHECK ((stratum >= 0))
);

ALTER TABLE public.sources_samplepair ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sources_samplepair_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sources_stale (
    id bigint NOT NULL,
    node bigint NOT NULL
);

ALTER TABLE public.sources_stale ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sources_stale_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sources_tombstone (
    id bigint NOT NULL,
    kind character varying(8) NOT NULL,
    source character varying(8) NOT NULL,
    digest bytea NOT NULL,
    name bytea NOT NULL,
    erased_at timestamp with time zone NOT NULL
);

ALTER TABLE public.sources_tombstone ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sources_tombstone_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sources_unknowncode (
    id bigint NOT NULL,
    source character varying(8) NOT NULL,
    header character varying(80) NOT NULL,
    value character varying(120) NOT NULL,
    code_list character varying(60) NOT NULL,
    suggestion character varying(60) NOT NULL,
    count integer NOT NULL,
    code character varying(60),
    decided_at timestamp with time zone,
    decided_by_id bigint,
    first_batch_id bigint NOT NULL,
    CONSTRAINT sources_unknowncode_count_check CHECK ((count >= 0))
);

ALTER TABLE public.sources_unknowncode ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sources_unknowncode_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sources_unknowncodeevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    source character varying(8) NOT NULL,
    header character varying(80) NOT NULL,
    code_list character varying(60) NOT NULL,
    suggestion character varying(60) NOT NULL,
    code character varying(60),
    decided_at timestamp with time zone,
    decided_by_id bigint,
    first_batch_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.sources_unknowncodeevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sources_unknowncodeevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.taxonomy_codeitem (
    id bigint NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(120) NOT NULL,
    name_en character varying(160) NOT NULL,
    rank integer,
    parent character varying(40) NOT NULL,
    aliases character varying(120)[] NOT NULL,
    "position" integer NOT NULL,
    edition_id bigint NOT NULL,
    CONSTRAINT taxonomy_codeitem_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.taxonomy_codeitem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.taxonomy_codeitem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.taxonomy_codelistedition (
    id bigint NOT NULL,
    key character varying(60) NOT NULL,
    name character varying(120) NOT NULL,
    name_en character varying(160) NOT NULL,
    mark character varying(1) NOT NULL,
    citation text NOT NULL,
    pack_id bigint NOT NULL
);

ALTER TABLE public.taxonomy_codelistedition ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.taxonomy_codelistedition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.taxonomy_packversion (
    id bigint NOT NULL,
    pack_id character varying(40) NOT NULL,
    name character varying(120) NOT NULL,
    name_en character varying(160) NOT NULL,
    version character varying(40) NOT NULL,
    base character varying(40) NOT NULL,
    sha256 character varying(64) NOT NULL,
    files jsonb NOT NULL,
    counts jsonb NOT NULL,
    in_force boolean NOT NULL,
    loaded_at timestamp with time zone NOT NULL,
    loaded_by_id bigint
);

ALTER TABLE public.taxonomy_packversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.taxonomy_packversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.taxonomy_packversionevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    pack_id character varying(40) NOT NULL,
    name character varying(120) NOT NULL,
    name_en character varying(160) NOT NULL,
    version character varying(40) NOT NULL,
    base character varying(40) NOT NULL,
    sha256 character varying(64) NOT NULL,
    counts jsonb NOT NULL,
    in_force boolean NOT NULL,
    loaded_at timestamp with time zone NOT NULL,
    loaded_by_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.taxonomy_packversionevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.taxonomy_packversionevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.taxonomy_region (
    id bigint NOT NULL,
    code character varying(20) NOT NULL,
    kind character varying(12) NOT NULL,
    name character varying(60) NOT NULL,
    name_en character varying(120) NOT NULL,
    aliases character varying(60)[] NOT NULL,
    mark character varying(1) NOT NULL,
    listed boolean NOT NULL
);

ALTER TABLE public.taxonomy_region ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.taxonomy_region_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.taxonomy_regioncode (
    id bigint NOT NULL,
    code character varying(20) NOT NULL,
    valid_from date,
    valid_to date,
    region_id bigint NOT NULL
);

ALTER TABLE public.taxonomy_regioncode ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.taxonomy_regioncode_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.taxonomy_regionevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    code character varying(20) NOT NULL,
    kind character varying(12) NOT NULL,
    name character varying(60) NOT NULL,
    name_en character varying(120) NOT NULL,
    aliases character varying(60)[] NOT NULL,
    mark character varying(1) NOT NULL,
    listed boolean NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.taxonomy_regionevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.taxonomy_regionevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.vault_datakey (
    id bigint NOT NULL,
    subject uuid,
    wrapped bytea NOT NULL,
    master smallint NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    CONSTRAINT vault_datakey_master_check CHECK ((master >= 0))
)
WITH (fillfactor='50');

ALTER TABLE public.vault_datakey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vault_datakey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);

ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);

ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);

INSERT INTO public.auth_permission VALUES
	(1, 'Can add permission', 1, 'add_permission'),
	(2, 'Can change permission', 1, 'change_permission'),
	(3, 'Can delete permission', 1, 'delete_permission'),
	(4, 'Can view permission', 1, 'view_permission'),
	(5, 'Can add group', 2, 'add_group'),
	(6, 'Can change group', 2, 'change_group'),
	(7, 'Can delete group', 2, 'delete_group'),
	(8, 'Can view group', 2, 'view_group'),
	(9, 'Can add content type', 3, 'add_contenttype'),
	(10, 'Can change content type', 3, 'change_contenttype'),
	(11, 'Can delete content type', 3, 'delete_contenttype'),
	(12, 'Can view content type', 3, 'view_contenttype'),
	(13, 'Can add session', 4, 'add_session'),
	(14, 'Can change session', 4, 'change_session'),
	(15, 'Can delete session', 4, 'delete_session'),
	(16, 'Can view session', 4, 'view_session'),
	(17, 'Can add context', 5, 'add_context'),
	(18, 'Can change context', 5, 'change_context'),
	(19, 'Can delete context', 5, 'delete_context'),
	(20, 'Can view context', 5, 'view_context'),
	(21, 'Can add events', 6, 'add_events'),
	(22, 'Can change events', 6, 'change_events'),
	(23, 'Can delete events', 6, 'delete_events'),
	(24, 'Can view events', 6, 'view_events'),
	(25, 'Can add middleware events', 7, 'add_middlewareevents'),
	(26, 'Can change middleware events', 7, 'change_middlewareevents'),
	(27, 'Can delete middleware events', 7, 'delete_middlewareevents'),
	(28, 'Can view middleware events', 7, 'view_middlewareevents'),
	(29, 'Can add procrastinate event', 8, 'add_procrastinateevent'),
	(30, 'Can change procrastinate event', 8, 'change_procrastinateevent'),
	(31, 'Can delete procrastinate event', 8, 'delete_procrastinateevent'),
	(32, 'Can view procrastinate event', 8, 'view_procrastinateevent'),
	(33, 'Can add procrastinate job', 9, 'add_procrastinatejob'),
	(34, 'Can change procrastinate job', 9, 'change_procrastinatejob'),
	(35, 'Can delete procrastinate job', 9, 'delete_procrastinatejob'),
	(36, 'Can view procrastinate job', 9, 'view_procrastinatejob'),
	(37, 'Can add procrastinate periodic defer', 10, 'add_procrastinateperiodicdefer'),
	(38, 'Can change procrastinate periodic defer', 10, 'change_procrastinateperiodicdefer'),
	(39, 'Can delete procrastinate periodic defer', 10, 'delete_procrastinateperiodicdefer'),
	(40, 'Can view procrastinate periodic defer', 10, 'view_procrastinateperiodicdefer'),
	(41, 'Can add procrastinate worker', 11, 'add_procrastinateworker'),
	(42, 'Can change procrastinate worker', 11, 'change_procrastinateworker'),
	(43, 'Can delete procrastinate worker', 11, 'delete_procrastinateworker'),
	(44, 'Can view procrastinate worker', 11, 'view_procrastinateworker'),
	(45, 'Can add 审计封印', 12, 'add_seal'),
	(46, 'Can change 审计封印', 12, 'change_seal'),
	(47, 'Can delete 审计封印', 12, 'delete_seal'),
	(48, 'Can view 审计封印', 12, 'view_seal'),
	(49, 'Can add 安全事件', 13, 'add_securityevent'),
	(50, 'Can change 安全事件', 13, 'change_securityevent'),
	(51, 'Can delete 安全事件', 13, 'delete_securityevent'),
	(52, 'Can view 安全事件', 13, 'view_securityevent'),
	(53, 'Can add 封印核验', 14, 'add_verification'),
	(54, 'Can change 封印核验', 14, 'change_verification'),
	(55, 'Can delete 封印核验', 14, 'delete_verification'),
	(56, 'Can view 封印核验', 14, 'view_verification'),
	(57, 'Can add 查阅记录', 15, 'add_readlog'),
	(58, 'Can change 查阅记录', 15, 'change_readlog'),
	(59, 'Can delete 查阅记录', 15, 'delete_readlog'),
	(60, 'Can view 查阅记录', 15, 'view_readlog'),
	(61, 'Can add 事件订阅令牌', 16, 'add_feedtoken'),
	(62, 'Can change 事件订阅令牌', 16, 'change_feedtoken'),
	(63, 'Can delete 事件订阅令牌', 16, 'delete_feedtoken'),
	(64, 'Can view 事件订阅令牌', 16, 'view_feedtoken'),
	(65, 'Can add 事件订阅令牌变更', 17, 'add_feedtokenevent'),
	(66, 'Can change 事件订阅令牌变更', 17, 'change_feedtokenevent'),
	(67, 'Can delete 事件订阅令牌变更', 17, 'delete_feedtokenevent'),
	(68, 'Can view 事件订阅令牌变更', 17, 'view_feedtokenevent'),
	(69, 'Can add 任务', 18, 'add_job'),
	(70, 'Can change 任务', 18, 'change_job'),
	(71, 'Can delete 任务', 18, 'delete_job'),
	(72, 'Can view 任务', 18, 'view_job'),
	(73, 'Can add 处理回执', 19, 'add_receipt'),
	(74, 'Can change 处理回执', 19, 'change_receipt'),
	(75, 'Can delete 处理回执', 19, 'delete_receipt'),
	(76, 'Can view 处理回执', 19, 'view_receipt'),
	(77, 'Can add 事件', 20, 'add_event'),
	(78, 'Can change 事件', 20, 'change_event'),
	(79, 'Can delete 事件', 20, 'delete_event'),
	(80, 'Can view 事件', 20, 'view_event'),
	(81, 'Can add 数据密钥', 21, 'add_datakey'),
	(82, 'Can change 数据密钥', 21, 'change_datakey'),
	(83, 'Can delete 数据密钥', 21, 'delete_datakey'),
	(84, 'Can view 数据密钥', 21, 'view_datakey'),
	(85, 'Can add 用户', 22, 'add_user'),
	(86, 'Can change 用户', 22, 'change_user'),
	(87, 'Can delete 用户', 22, 'delete_user'),
	(88, 'Can view 用户', 22, 'view_user'),
	(89, 'Can add 幂等键', 23, 'add_idempotencykey'),
	(90, 'Can change 幂等键', 23, 'change_idempotencykey'),
	(91, 'Can delete 幂等键', 23, 'delete_idempotencykey'),
	(92, 'Can view 幂等键', 23, 'view_idempotencykey'),
	(93, 'Can add 单位', 24, 'add_unit'),
	(94, 'Can change 单位', 24, 'change_unit'),
	(95, 'Can delete 单位', 24, 'delete_unit'),
	(96, 'Can view 单位', 24, 'view_unit'),
	(97, 'Can add 任职', 25, 'add_membership'),
	(98, 'Can change 任职', 25, 'change_membership'),
	(99, 'Can delete 任职', 25, 'delete_membership'),
	(100, 'Can view 任职', 25, 'view_membership'),
	(101, 'Can add 代码表版本', 26, 'add_codelistedition'),
	(102, 'Can change 代码表版本', 26, 'change_codelistedition'),
	(103, 'Can delete 代码表版本', 26, 'delete_codelistedition'),
	(104, 'Can view 代码表版本', 26, 'view_codelistedition'),
	(105, 'Can add 区划', 27, 'add_region'),
	(106, 'Can change 区划', 27, 'change_region'),
	(107, 'Can delete 区划', 27, 'delete_region'),
	(108, 'Can view 区划', 27, 'view_region'),
	(109, 'Can add 区划代码', 28, 'add_regioncode'),
	(110, 'Can change 区划代码', 28, 'change_regioncode'),
	(111, 'Can delete 区划代码', 28, 'delete_regioncode'),
	(112, 'Can view 区划代码', 28, 'view_regioncode'),
	(113, 'Can add 区划变更', 29, 'add_regionevent'),
	(114, 'Can change 区划变更', 29, 'change_regionevent'),
	(115, 'Can delete 区划变更', 29, 'delete_regionevent'),
	(116, 'Can view 区划变更', 29, 'view_regionevent'),
	(117, 'Can add 代码', 30, 'add_codeitem'),
	(118, 'Can change 代码', 30, 'change_codeitem'),
	(119, 'Can delete 代码', 30, 'delete_codeitem'),
	(120, 'Can view 代码', 30, 'view_codeitem'),
	(121, 'Can add 数据包版本', 31, 'add_packversion'),
	(122, 'Can change 数据包版本', 31, 'change_packversion'),
	(123, 'Can delete 数据包版本', 31, 'delete_packversion'),
	(124, 'Can view 数据包版本', 31, 'view_packversion'),
	(125, 'Can add 数据包版本变更', 32, 'add_packversionevent'),
	(126, 'Can change 数据包版本变更', 32, 'change_packversionevent'),
	(127, 'Can delete 数据包版本变更', 32, 'delete_packversionevent'),
	(128, 'Can view 数据包版本变更', 32, 'view_packversionevent'),
	(129, 'Can add 文件', 33, 'add_storedfile'),
	(130, 'Can change 文件', 33, 'change_storedfile'),
	(131, 'Can delete 文件', 33, 'delete_storedfile'),
	(132, 'Can view 文件', 33, 'view_storedfile'),
	(133, 'Can add 文件变更', 34, 'add_storedfileevent'),
	(134, 'Can change 文件变更', 34, 'change_storedfileevent'),
	(135, 'Can delete 文件变更', 34, 'delete_storedfileevent'),
	(136, 'Can view 文件变更', 34, 'view_storedfileevent'),
	(137, 'Can add 数据快照', 35, 'add_snapshot'),
	(138, 'Can change 数据快照', 35, 'change_snapshot'),
	(139, 'Can delete 数据快照', 35, 'delete_snapshot'),
	(140, 'Can view 数据快照', 35, 'view_snapshot'),
	(141, 'Can add 数据快照变更', 36, 'add_snapshotevent'),
	(142, 'Can change 数据快照变更', 36, 'change_snapshotevent'),
	(143, 'Can delete 数据快照变更', 36, 'delete_snapshotevent'),
	(144, 'Can view 数据快照变更', 36, 'view_snapshotevent'),
	(145, 'Can add 消息', 37, 'add_notice'),
	(146, 'Can change 消息', 37, 'change_notice'),
	(147, 'Can delete 消息', 37, 'delete_notice'),
	(148, 'Can view 消息', 37, 'view_notice'),
	(149, 'Can add 外发消息', 38, 'add_outgoing'),
	(150, 'Can change 外发消息', 38, 'change_outgoing'),
	(151, 'Can delete 外发消息', 38, 'delete_outgoing'),
	(152, 'Can view 外发消息', 38, 'view_outgoing'),
	(153, 'Can add 办件', 39, 'add_case'),
	(154, 'Can change 办件', 39, 'change_case'),
	(155, 'Can delete 办件', 39, 'delete_case'),
	(156, 'Can view 办件', 39, 'view_case'),
	(157, 'Can add 时限暂停', 40, 'add_clockpause'),
	(158, 'Can change 时限暂停', 40, 'change_clockpause'),
	(159, 'Can delete 时限暂停', 40, 'delete_clockpause'),
	(160, 'Can view 时限暂停', 40, 'view_clockpause'),
	(161, 'Can add 委托', 41, 'add_delegation'),
	(162, 'Can change 委托', 41, 'change_delegation'),
	(163, 'Can delete 委托', 41, 'delete_delegation'),
	(164, 'Can view 委托', 41, 'view_delegation'),
	(165, 'Can add 委托变更', 42, 'add_delegationevent'),
	(166, 'Can change 委托变更', 42, 'change_delegationevent'),
	(167, 'Can delete 委托变更', 42, 'delete_delegationevent'),
	(168, 'Can view 委托变更', 42, 'view_delegationevent'),
	(169, 'Can add 办件日志', 43, 'add_event'),
	(170, 'Can change 办件日志', 43, 'change_event'),
	(171, 'Can delete 办件日志', 43, 'delete_event'),
	(172, 'Can view 办件日志', 43, 'view_event'),
	(173, 'Can add 流程版本', 44, 'add_flowversion'),
	(174, 'Can change 流程版本', 44, 'change_flowversion'),
	(175, 'Can delete 流程版本', 44, 'delete_flowversion'),
	(176, 'Can view 流程版本', 44, 'view_flowversion'),
	(177, 'Can add 异议', 45, 'add_objection'),
	(178, 'Can change 异议', 45, 'change_objection'),
	(179, 'Can delete 异议', 45, 'delete_objection'),
	(180, 'Can view 异议', 45, 'view_objection'),
	(181, 'Can add 待办', 46, 'add_todo'),
	(182, 'Can change 待办', 46, 'change_todo'),
	(183, 'Can delete 待办', 46, 'delete_todo'),
	(184, 'Can view 待办', 46, 'view_todo'),
	(185, 'Can add 单位变更', 47, 'add_organisationevent'),
	(186, 'Can change 单位变更', 47, 'change_organisationevent'),
	(187, 'Can delete 单位变更', 47, 'delete_organisationevent'),
	(188, 'Can view 单位变更', 47, 'view_organisationevent'),
	(189, 'Can add 人才', 48, 'add_person'),
	(190, 'Can change 人才', 48, 'change_person'),
	(191, 'Can delete 人才', 48, 'delete_person'),
	(192, 'Can view 人才', 48, 'view_person'),
	(193, 'Can add 人才变更', 49, 'add_personevent'),
	(194, 'Can change 人才变更', 49, 'change_personevent'),
	(195, 'Can delete 人才变更', 49, 'delete_personevent'),
	(196, 'Can view 人才变更', 49, 'view_personevent'),
	(197, 'Can add 编号转向', 50, 'add_personredirect'),
	(198, 'Can change 编号转向', 50, 'change_personredirect'),
	(199, 'Can delete 编号转向', 50, 'delete_personredirect'),
	(200, 'Can view 编号转向', 50, 'view_personredirect');
INSERT INTO public.auth_permission VALUES
	(201, 'Can add 平台载体', 51, 'add_place'),
	(202, 'Can change 平台载体', 51, 'change_place'),
	(203, 'Can delete 平台载体', 51, 'delete_place'),
	(204, 'Can view 平台载体', 51, 'view_place'),
	(205, 'Can add 平台载体变更', 52, 'add_placeevent'),
	(206, 'Can change 平台载体变更', 52, 'change_placeevent'),
	(207, 'Can delete 平台载体变更', 52, 'delete_placeevent'),
	(208, 'Can view 平台载体变更', 52, 'view_placeevent'),
	(209, 'Can add 项目', 53, 'add_project'),
	(210, 'Can change 项目', 53, 'change_project'),
	(211, 'Can delete 项目', 53, 'delete_project'),
	(212, 'Can view 项目', 53, 'view_project'),
	(213, 'Can add 项目成员', 54, 'add_projectmember'),
	(214, 'Can change 项目成员', 54, 'change_projectmember'),
	(215, 'Can delete 项目成员', 54, 'delete_projectmember'),
	(216, 'Can view 项目成员', 54, 'view_projectmember'),
	(217, 'Can add 名单', 55, 'add_savedlist'),
	(218, 'Can change 名单', 55, 'change_savedlist'),
	(219, 'Can delete 名单', 55, 'delete_savedlist'),
	(220, 'Can view 名单', 55, 'view_savedlist'),
	(221, 'Can add 团队', 56, 'add_team'),
	(222, 'Can change 团队', 56, 'change_team'),
	(223, 'Can delete 团队', 56, 'delete_team'),
	(224, 'Can view 团队', 56, 'view_team'),
	(225, 'Can add 团队成员', 57, 'add_teammember'),
	(226, 'Can change 团队成员', 57, 'change_teammember'),
	(227, 'Can delete 团队成员', 57, 'delete_teammember'),
	(228, 'Can view 团队成员', 57, 'view_teammember'),
	(229, 'Can add 用人单位名称', 58, 'add_employername'),
	(230, 'Can change 用人单位名称', 58, 'change_employername'),
	(231, 'Can delete 用人单位名称', 58, 'delete_employername'),
	(232, 'Can view 用人单位名称', 58, 'view_employername'),
	(233, 'Can add 单位', 59, 'add_organisation'),
	(234, 'Can change 单位', 59, 'change_organisation'),
	(235, 'Can delete 单位', 59, 'delete_organisation'),
	(236, 'Can view 单位', 59, 'view_organisation'),
	(237, 'Can add 疑点', 60, 'add_conflict'),
	(238, 'Can change 疑点', 60, 'change_conflict'),
	(239, 'Can delete 疑点', 60, 'delete_conflict'),
	(240, 'Can view 疑点', 60, 'view_conflict'),
	(241, 'Can add 曾经归并', 61, 'add_formercluster'),
	(242, 'Can change 曾经归并', 61, 'change_formercluster'),
	(243, 'Can delete 曾经归并', 61, 'delete_formercluster'),
	(244, 'Can view 曾经归并', 61, 'view_formercluster'),
	(245, 'Can add 归属沿革', 62, 'add_home'),
	(246, 'Can change 归属沿革', 62, 'change_home'),
	(247, 'Can delete 归属沿革', 62, 'delete_home'),
	(248, 'Can view 归属沿革', 62, 'view_home'),
	(249, 'Can add 比对', 63, 'add_linkrun'),
	(250, 'Can change 比对', 63, 'change_linkrun'),
	(251, 'Can delete 比对', 63, 'delete_linkrun'),
	(252, 'Can view 比对', 63, 'view_linkrun'),
	(253, 'Can add 归属', 64, 'add_membership'),
	(254, 'Can change 归属', 64, 'change_membership'),
	(255, 'Can delete 归属', 64, 'delete_membership'),
	(256, 'Can view 归属', 64, 'view_membership'),
	(257, 'Can add 曾经归属', 65, 'add_pastmembership'),
	(258, 'Can change 曾经归属', 65, 'change_pastmembership'),
	(259, 'Can delete 曾经归属', 65, 'delete_pastmembership'),
	(260, 'Can view 曾经归属', 65, 'view_pastmembership'),
	(261, 'Can add 待重新归并的行', 66, 'add_stale'),
	(262, 'Can change 待重新归并的行', 66, 'change_stale'),
	(263, 'Can delete 待重新归并的行', 66, 'delete_stale'),
	(264, 'Can view 待重新归并的行', 66, 'view_stale'),
	(265, 'Can add 批次', 67, 'add_batch'),
	(266, 'Can change 批次', 67, 'change_batch'),
	(267, 'Can delete 批次', 67, 'delete_batch'),
	(268, 'Can view 批次', 67, 'view_batch'),
	(269, 'Can add 批量判定', 68, 'add_bulkdecision'),
	(270, 'Can change 批量判定', 68, 'change_bulkdecision'),
	(271, 'Can delete 批量判定', 68, 'delete_bulkdecision'),
	(272, 'Can view 批量判定', 68, 'view_bulkdecision'),
	(273, 'Can add 批量判定变更', 69, 'add_bulkdecisionevent'),
	(274, 'Can change 批量判定变更', 69, 'change_bulkdecisionevent'),
	(275, 'Can delete 批量判定变更', 69, 'delete_bulkdecisionevent'),
	(276, 'Can view 批量判定变更', 69, 'view_bulkdecisionevent'),
	(277, 'Can add 人工抽样', 70, 'add_clericalsample'),
	(278, 'Can change 人工抽样', 70, 'change_clericalsample'),
	(279, 'Can delete 人工抽样', 70, 'delete_clericalsample'),
	(280, 'Can view 人工抽样', 70, 'view_clericalsample'),
	(281, 'Can add 人工决定', 71, 'add_decision'),
	(282, 'Can change 人工决定', 71, 'change_decision'),
	(283, 'Can delete 人工决定', 71, 'delete_decision'),
	(284, 'Can view 人工决定', 71, 'view_decision'),
	(285, 'Can add 人工决定变更', 72, 'add_decisionevent'),
	(286, 'Can change 人工决定变更', 72, 'change_decisionevent'),
	(287, 'Can delete 人工决定变更', 72, 'delete_decisionevent'),
	(288, 'Can view 人工决定变更', 72, 'view_decisionevent'),
	(289, 'Can add 线索', 73, 'add_edge'),
	(290, 'Can change 线索', 73, 'change_edge'),
	(291, 'Can delete 线索', 73, 'delete_edge'),
	(292, 'Can view 线索', 73, 'view_edge'),
	(293, 'Can add 问题', 74, 'add_issue'),
	(294, 'Can change 问题', 74, 'change_issue'),
	(295, 'Can delete 问题', 74, 'delete_issue'),
	(296, 'Can view 问题', 74, 'view_issue'),
	(297, 'Can add 比对模型', 75, 'add_linkmodel'),
	(298, 'Can change 比对模型', 75, 'change_linkmodel'),
	(299, 'Can delete 比对模型', 75, 'delete_linkmodel'),
	(300, 'Can view 比对模型', 75, 'view_linkmodel'),
	(301, 'Can add 比对模型变更', 76, 'add_linkmodelevent'),
	(302, 'Can change 比对模型变更', 76, 'change_linkmodelevent'),
	(303, 'Can delete 比对模型变更', 76, 'delete_linkmodelevent'),
	(304, 'Can view 比对模型变更', 76, 'view_linkmodelevent'),
	(305, 'Can add 映射版本', 77, 'add_mappingversion'),
	(306, 'Can change 映射版本', 77, 'change_mappingversion'),
	(307, 'Can delete 映射版本', 77, 'delete_mappingversion'),
	(308, 'Can view 映射版本', 77, 'view_mappingversion'),
	(309, 'Can add 批次变更', 78, 'add_batchevent'),
	(310, 'Can change 批次变更', 78, 'change_batchevent'),
	(311, 'Can delete 批次变更', 78, 'delete_batchevent'),
	(312, 'Can view 批次变更', 78, 'view_batchevent'),
	(313, 'Can add 映射版本变更', 79, 'add_mappingversionevent'),
	(314, 'Can change 映射版本变更', 79, 'change_mappingversionevent'),
	(315, 'Can delete 映射版本变更', 79, 'delete_mappingversionevent'),
	(316, 'Can view 映射版本变更', 79, 'view_mappingversionevent'),
	(317, 'Can add 来源记录', 80, 'add_record'),
	(318, 'Can change 来源记录', 80, 'change_record'),
	(319, 'Can delete 来源记录', 80, 'delete_record'),
	(320, 'Can view 来源记录', 80, 'view_record'),
	(321, 'Can add 待核对', 81, 'add_review'),
	(322, 'Can change 待核对', 81, 'change_review'),
	(323, 'Can delete 待核对', 81, 'delete_review'),
	(324, 'Can view 待核对', 81, 'view_review'),
	(325, 'Can add 抽样对', 82, 'add_samplepair'),
	(326, 'Can change 抽样对', 82, 'change_samplepair'),
	(327, 'Can delete 抽样对', 82, 'delete_samplepair'),
	(328, 'Can view 抽样对', 82, 'view_samplepair'),
	(329, 'Can add 删除标记', 83, 'add_tombstone'),
	(330, 'Can change 删除标记', 83, 'change_tombstone'),
	(331, 'Can delete 删除标记', 83, 'delete_tombstone'),
	(332, 'Can view 删除标记', 83, 'view_tombstone'),
	(333, 'Can add 未识别代码', 84, 'add_unknowncode'),
	(334, 'Can change 未识别代码', 84, 'change_unknowncode'),
	(335, 'Can delete 未识别代码', 84, 'delete_unknowncode'),
	(336, 'Can view 未识别代码', 84, 'view_unknowncode'),
	(337, 'Can add 未识别代码变更', 85, 'add_unknowncodeevent'),
	(338, 'Can change 未识别代码变更', 85, 'change_unknowncodeevent'),
	(339, 'Can delete 未识别代码变更', 85, 'delete_unknowncodeevent'),
	(340, 'Can view 未识别代码变更', 85, 'view_unknowncodeevent'),
	(341, 'Can add 规则决定', 86, 'add_decision'),
	(342, 'Can change 规则决定', 86, 'change_decision'),
	(343, 'Can delete 规则决定', 86, 'delete_decision'),
	(344, 'Can view 规则决定', 86, 'view_decision'),
	(345, 'Can add 政策草案', 87, 'add_draft'),
	(346, 'Can change 政策草案', 87, 'change_draft'),
	(347, 'Can delete 政策草案', 87, 'delete_draft'),
	(348, 'Can view 政策草案', 87, 'view_draft'),
	(349, 'Can add 政策草案变更', 88, 'add_draftevent'),
	(350, 'Can change 政策草案变更', 88, 'change_draftevent'),
	(351, 'Can delete 政策草案变更', 88, 'delete_draftevent'),
	(352, 'Can view 政策草案变更', 88, 'view_draftevent'),
	(353, 'Can add 草案保存', 89, 'add_draftsave'),
	(354, 'Can change 草案保存', 89, 'change_draftsave'),
	(355, 'Can delete 草案保存', 89, 'delete_draftsave'),
	(356, 'Can view 草案保存', 89, 'view_draftsave'),
	(357, 'Can add 政策版次', 90, 'add_edition'),
	(358, 'Can change 政策版次', 90, 'change_edition'),
	(359, 'Can delete 政策版次', 90, 'delete_edition'),
	(360, 'Can view 政策版次', 90, 'view_edition'),
	(361, 'Can add 匹配', 91, 'add_match'),
	(362, 'Can change 匹配', 91, 'change_match'),
	(363, 'Can delete 匹配', 91, 'delete_match'),
	(364, 'Can view 匹配', 91, 'view_match'),
	(365, 'Can add 匹配批次', 92, 'add_matchrun'),
	(366, 'Can change 匹配批次', 92, 'change_matchrun'),
	(367, 'Can delete 匹配批次', 92, 'delete_matchrun'),
	(368, 'Can view 匹配批次', 92, 'view_matchrun'),
	(369, 'Can add 人才认定', 93, 'add_recognition'),
	(370, 'Can change 人才认定', 93, 'change_recognition'),
	(371, 'Can delete 人才认定', 93, 'delete_recognition'),
	(372, 'Can view 人才认定', 93, 'view_recognition'),
	(373, 'Can add 认定记事', 94, 'add_recognitionevent'),
	(374, 'Can change 认定记事', 94, 'change_recognitionevent'),
	(375, 'Can delete 认定记事', 94, 'delete_recognitionevent'),
	(376, 'Can view 认定记事', 94, 'view_recognitionevent'),
	(377, 'Can add 规则集版本', 95, 'add_rulesetversion'),
	(378, 'Can change 规则集版本', 95, 'change_rulesetversion'),
	(379, 'Can delete 规则集版本', 95, 'delete_rulesetversion'),
	(380, 'Can view 规则集版本', 95, 'view_rulesetversion'),
	(381, 'Can add 政策测算', 96, 'add_simulation'),
	(382, 'Can change 政策测算', 96, 'change_simulation'),
	(383, 'Can delete 政策测算', 96, 'delete_simulation'),
	(384, 'Can view 政策测算', 96, 'view_simulation'),
	(385, 'Can add 匹配状况', 97, 'add_standing'),
	(386, 'Can change 匹配状况', 97, 'change_standing'),
	(387, 'Can delete 匹配状况', 97, 'delete_standing'),
	(388, 'Can view 匹配状况', 97, 'view_standing'),
	(389, 'Can add 匹配统计', 98, 'add_tally'),
	(390, 'Can change 匹配统计', 98, 'change_tally'),
	(391, 'Can delete 匹配统计', 98, 'delete_tally'),
	(392, 'Can view 匹配统计', 98, 'view_tally'),
	(393, 'Can add 指标值', 99, 'add_indicatorvalue'),
	(394, 'Can change 指标值', 99, 'change_indicatorvalue'),
	(395, 'Can delete 指标值', 99, 'delete_indicatorvalue'),
	(396, 'Can view 指标值', 99, 'view_indicatorvalue'),
	(397, 'Can add email address', 100, 'add_emailaddress'),
	(398, 'Can change email address', 100, 'change_emailaddress'),
	(399, 'Can delete email address', 100, 'delete_emailaddress'),
	(400, 'Can view email address', 100, 'view_emailaddress');
INSERT INTO public.auth_permission VALUES
	(401, 'Can add email confirmation', 101, 'add_emailconfirmation'),
	(402, 'Can change email confirmation', 101, 'change_emailconfirmation'),
	(403, 'Can delete email confirmation', 101, 'delete_emailconfirmation'),
	(404, 'Can view email confirmation', 101, 'view_emailconfirmation'),
	(405, 'Can add authenticator', 102, 'add_authenticator'),
	(406, 'Can change authenticator', 102, 'change_authenticator'),
	(407, 'Can delete authenticator', 102, 'delete_authenticator'),
	(408, 'Can view authenticator', 102, 'view_authenticator');

INSERT INTO public.django_content_type VALUES
	(1, 'auth', 'permission'),
	(2, 'auth', 'group'),
	(3, 'contenttypes', 'contenttype'),
	(4, 'sessions', 'session'),
	(5, 'pghistory', 'context'),
	(6, 'pghistory', 'events'),
	(7, 'pghistory', 'middlewareevents'),
	(8, 'procrastinate', 'procrastinateevent'),
	(9, 'procrastinate', 'procrastinatejob'),
	(10, 'procrastinate', 'procrastinateperiodicdefer'),
	(11, 'procrastinate', 'procrastinateworker'),
	(12, 'audit', 'seal'),
	(13, 'audit', 'securityevent'),
	(14, 'audit', 'verification'),
	(15, 'audit', 'readlog'),
	(16, 'outbox', 'feedtoken'),
	(17, 'outbox', 'feedtokenevent'),
	(18, 'outbox', 'job'),
	(19, 'outbox', 'receipt'),
	(20, 'outbox', 'event'),
	(21, 'vault', 'datakey'),
	(22, 'accounts', 'user'),
	(23, 'accounts', 'idempotencykey'),
	(24, 'accounts', 'unit'),
	(25, 'accounts', 'membership'),
	(26, 'taxonomy', 'codelistedition'),
	(27, 'taxonomy', 'region'),
	(28, 'taxonomy', 'regioncode'),
	(29, 'taxonomy', 'regionevent'),
	(30, 'taxonomy', 'codeitem'),
	(31, 'taxonomy', 'packversion'),
	(32, 'taxonomy', 'packversionevent'),
	(33, 'files', 'storedfile'),
	(34, 'files', 'storedfileevent'),
	(35, 'snapshots', 'snapshot'),
	(36, 'snapshots', 'snapshotevent'),
	(37, 'notices', 'notice'),
	(38, 'notices', 'outgoing'),
	(39, 'casework', 'case'),
	(40, 'casework', 'clockpause'),
	(41, 'casework', 'delegation'),
	(42, 'casework', 'delegationevent'),
	(43, 'casework', 'event'),
	(44, 'casework', 'flowversion'),
	(45, 'casework', 'objection'),
	(46, 'casework', 'todo'),
	(47, 'registry', 'organisationevent'),
	(48, 'registry', 'person'),
	(49, 'registry', 'personevent'),
	(50, 'registry', 'personredirect'),
	(51, 'registry', 'place'),
	(52, 'registry', 'placeevent'),
	(53, 'registry', 'project'),
	(54, 'registry', 'projectmember'),
	(55, 'registry', 'savedlist'),
	(56, 'registry', 'team'),
	(57, 'registry', 'teammember'),
	(58, 'registry', 'employername'),
	(59, 'registry', 'organisation'),
	(60, 'sources', 'conflict'),
	(61, 'sources', 'formercluster'),
	(62, 'sources', 'home'),
	(63, 'sources', 'linkrun'),
	(64, 'sources', 'membership'),
	(65, 'sources', 'pastmembership'),
	(66, 'sources', 'stale'),
	(67, 'sources', 'batch'),
	(68, 'sources', 'bulkdecision'),
	(69, 'sources', 'bulkdecisionevent'),
	(70, 'sources', 'clericalsample'),
	(71, 'sources', 'decision'),
	(72, 'sources', 'decisionevent'),
	(73, 'sources', 'edge'),
	(74, 'sources', 'issue'),
	(75, 'sources', 'linkmodel'),
	(76, 'sources', 'linkmodelevent'),
	(77, 'sources', 'mappingversion'),
	(78, 'sources', 'batchevent'),
	(79, 'sources', 'mappingversionevent'),
	(80, 'sources', 'record'),
	(81, 'sources', 'review'),
	(82, 'sources', 'samplepair'),
	(83, 'sources', 'tombstone'),
	(84, 'sources', 'unknowncode'),
	(85, 'sources', 'unknowncodeevent'),
	(86, 'policies', 'decision'),
	(87, 'policies', 'draft'),
	(88, 'policies', 'draftevent'),
	(89, 'policies', 'draftsave'),
	(90, 'policies', 'edition'),
	(91, 'policies', 'match'),
	(92, 'policies', 'matchrun'),
	(93, 'policies', 'recognition'),
	(94, 'policies', 'recognitionevent'),
	(95, 'policies', 'rulesetversion'),
	(96, 'policies', 'simulation'),
	(97, 'policies', 'standing'),
	(98, 'policies', 'tally'),
	(99, 'plan', 'indicatorvalue'),
	(100, 'account', 'emailaddress'),
	(101, 'account', 'emailconfirmation'),
	(102, 'mfa', 'authenticator');

SELECT pg_catalog.setval('public.account_emailaddress_id_seq', 1, false);

SELECT pg_catalog.setval('public.account_emailconfirmation_id_seq', 1, false);

SELECT pg_catalog.setval('public.accounts_idempotencykey_id_seq', 1, false);

SELECT pg_catalog.setval('public.accounts_membership_id_seq', 1, false);

SELECT pg_catalog.setval('public.accounts_unit_id_seq', 1, false);

SELECT pg_catalog.setval('public.accounts_user_groups_id_seq', 1, false);

SELECT pg_catalog.setval('public.accounts_user_id_seq', 1, false);

SELECT pg_catalog.setval('public.accounts_user_user_permissions_id_seq', 1, false);

SELECT pg_catalog.setval('public.audit_readlog_id_seq', 1, false);

SELECT pg_catalog.setval('public.audit_securityevent_id_seq', 1, false);

SELECT pg_catalog.setval('public.audit_verification_id_seq', 1, false);

SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);

SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 1, false);

SELECT pg_catalog.setval('public.auth_permission_id_seq', 408, true);

SELECT pg_catalog.setval('public.casework_case_id_seq', 1, false);

SELECT pg_catalog.setval('public.casework_clockpause_id_seq', 1, false);

SELECT pg_catalog.setval('public.casework_delegation_id_seq', 1, false);

SELECT pg_catalog.setval('public.casework_delegationevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.casework_event_id_seq', 1, false);

SELECT pg_catalog.setval('public.casework_flowversion_id_seq', 1, false);

SELECT pg_catalog.setval('public.casework_todo_id_seq', 1, false);

SELECT pg_catalog.setval('public.django_content_type_id_seq', 102, true);

SELECT pg_catalog.setval('public.django_migrations_id_seq', 88, true);

SELECT pg_catalog.setval('public.files_storedfileevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.mfa_authenticator_id_seq', 1, false);

SELECT pg_catalog.setval('public.notices_notice_id_seq', 1, false);

SELECT pg_catalog.setval('public.notices_outgoing_id_seq', 1, false);

SELECT pg_catalog.setval('public.outbox_event_id_seq', 1, false);

SELECT pg_catalog.setval('public.outbox_feedtoken_id_seq', 1, false);

SELECT pg_catalog.setval('public.outbox_feedtokenevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.outbox_job_id_seq', 1, false);

SELECT pg_catalog.setval('public.outbox_receipt_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_indicatorvalue_id_seq', 1, false);

SELECT pg_catalog.setval('public.policies_draft_id_seq', 1, false);

SELECT pg_catalog.setval('public.policies_draftevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.policies_draftsave_id_seq', 1, false);

SELECT pg_catalog.setval('public.policies_edition_id_seq', 1, false);

SELECT pg_catalog.setval('public.policies_match_id_seq', 1, false);

SELECT pg_catalog.setval('public.policies_matchrun_id_seq', 1, false);

SELECT pg_catalog.setval('public.policies_recognitionevent_id_seq', 1, false);

SELECT pg_catalog.setval('public.policies_rulesetversion_id_seq', 1, false);

SELECT pg_catalog.setval('public.policies_simulation_id_seq', 1, false);

SELECT pg_catalog.setval('public.policies_standing_id_seq', 1, false);

SELECT pg_catalog.setval('public.policies_tally_id_seq', 1, false);

SELECT pg_catalog.setval('public.procrastinate_events_id_seq', 1, false);

SELECT pg_catalog.setval('public.procrastinate_jobs_id_seq', 1, false);

SELECT pg_catalog.setval('public.procrastinate_periodic_defers_id_seq', 1, false);

SELECT pg_catalog.setval('public.procrastinate_workers_id_seq', 1, false);

SELECT pg_catalog.setval('public.registry_employername_id_seq', 1, false);

SELECT pg_catalog.setval('public.registry_organisationevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.registry_personevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.registry_placeevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.registry_projectmember_id_seq', 1, false);

SELECT pg_catalog.setval('public.registry_savedlist_id_seq', 1, false);

SELECT pg_catalog.setval('public.registry_teammember_id_seq', 1, false);

SELECT pg_catalog.setval('public.snapshots_snapshot_id_seq', 1, false);

SELECT pg_catalog.setval('public.snapshots_snapshotevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.sources_batch_id_seq', 1, false);

SELECT pg_catalog.setval('public.sources_batchevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.sources_bulkdecision_id_seq', 1, false);

SELECT pg_catalog.setval('public.sources_bulkdecisionevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.sources_clericalsample_id_seq', 1, false);

SELECT pg_catalog.setval('public.sources_conflict_id_seq', 1, false);

SELECT pg_catalog.setval('public.sources_decision_id_seq', 1, false);

SELECT pg_catalog.setval('public.sources_decisionevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.sources_formercluster_id_seq', 1, false);

SELECT pg_catalog.setval('public.sources_issue_id_seq', 1, false);

SELECT pg_catalog.setval('public.sources_linkmodel_id_seq', 1, false);

SELECT pg_catalog.setval('public.sources_linkmodelevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.sources_linkrun_id_seq', 1, false);

SELECT pg_catalog.setval('public.sources_mappingversion_id_seq', 1, false);

SELECT pg_catalog.setval('public.sources_mappingversionevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.sources_record_id_seq', 1, false);

SELECT pg_catalog.setval('public.sources_review_id_seq', 1, false);

SELECT pg_catalog.setval('public.sources_samplepair_id_seq', 1, false);

SELECT pg_catalog.setval('public.sources_stale_id_seq', 1, false);

SELECT pg_catalog.setval('public.sources_tombstone_id_seq', 1, false);

SELECT pg_catalog.setval('public.sources_unknowncode_id_seq', 1, false);

SELECT pg_catalog.setval('public.sources_unknowncodeevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.taxonomy_codeitem_id_seq', 1, false);

SELECT pg_catalog.setval('public.taxonomy_codelistedition_id_seq', 1, false);

SELECT pg_catalog.setval('public.taxonomy_packversion_id_seq', 1, false);

SELECT pg_catalog.setval('public.taxonomy_packversionevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.taxonomy_region_id_seq', 1, false);

SELECT pg_catalog.setval('public.taxonomy_regioncode_id_seq', 1, false);

SELECT pg_catalog.setval('public.taxonomy_regionevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.vault_datakey_id_seq', 1, false);

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_idempotencykey
    ADD CONSTRAINT accounts_idempotencykey_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_unit
    ADD CONSTRAINT accounts_unit_code_key UNIQUE (code);

ALTER TABLE ONLY public.accounts_unit
    ADD CONSTRAINT accounts_unit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_user_groups
    ADD CONSTRAINT accounts_user_groups_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_user_groups
    ADD CONSTRAINT accounts_user_groups_user_id_group_id_59c0b32f_uniq UNIQUE (user_id, group_id);

ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_subject_key UNIQUE (subject);

ALTER TABLE ONLY public.accounts_user_user_permissions
    ADD CONSTRAINT accounts_user_user_permi_user_id_permission_id_2ab516c2_uniq UNIQUE (user_id, permission_id);

ALTER TABLE ONLY public.accounts_user_user_permissions
    ADD CONSTRAINT accounts_user_user_permissions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_username_key UNIQUE (username);

ALTER TABLE ONLY public.audit_readlog
    ADD CONSTRAINT audit_readlog_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.audit_seal
    ADD CONSTRAINT audit_seal_pkey PRIMARY KEY (number);

ALTER TABLE ONLY public.audit_securityevent
    ADD CONSTRAINT audit_securityevent_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.audit_verification
    ADD CONSTRAINT audit_verification_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bole_cache
    ADD CONSTRAINT bole_cache_pkey PRIMARY KEY (cache_key);

ALTER TABLE ONLY public.casework_case
    ADD CONSTRAINT casework_case_key_key UNIQUE (key);

ALTER TABLE ONLY public.casework_case
    ADD CONSTRAINT casework_case_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.casework_clockpause
    ADD CONSTRAINT casework_clockpause_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.casework_delegation
    ADD CONSTRAINT casework_delegation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.casework_delegationevent
    ADD CONSTRAINT casework_delegationevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.casework_event
    ADD CONSTRAINT casework_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.casework_flowversion
    ADD CONSTRAINT casework_flowversion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.casework_objection
    ADD CONSTRAINT casework_objection_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.casework_todo
    ADD CONSTRAINT casework_todo_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.taxonomy_codelistedition
    ADD CONSTRAINT code_list_once UNIQUE (pack_id, key);

ALTER TABLE ONLY public.taxonomy_codeitem
    ADD CONSTRAINT code_once UNIQUE (edition_id, code);

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);

ALTER TABLE ONLY public.casework_event
    ADD CONSTRAINT event_seq_once UNIQUE (case_id, seq);

ALTER TABLE ONLY public.files_storedfile
    ADD CONSTRAINT files_storedfile_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.files_storedfileevent
    ADD CONSTRAINT files_storedfileevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.casework_flowversion
    ADD CONSTRAINT flow_definition_once UNIQUE (key, digest);

ALTER TABLE ONLY public.accounts_idempotencykey
    ADD CONSTRAINT idempotency_key_once UNIQUE (owner, key);

ALTER TABLE ONLY public.plan_indicatorvalue
    ADD CONSTRAINT indicator_value_once UNIQUE (indicator, series, as_of, source);

ALTER TABLE ONLY public.sources_mappingversion
    ADD CONSTRAINT mapping_version_once UNIQUE (source, version);

ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT membership_once UNIQUE (user_id, unit_id, role, valid_from);

ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.notices_notice
    ADD CONSTRAINT notice_once UNIQUE (user_id, key);

ALTER TABLE ONLY public.notices_notice
    ADD CONSTRAINT notices_notice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.notices_outgoing
    ADD CONSTRAINT notices_outgoing_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.casework_objection
    ADD CONSTRAINT objection_once UNIQUE (case_id, fingerprint);

ALTER TABLE ONLY public.outbox_event
    ADD CONSTRAINT outbox_event_once UNIQUE (topic, key);

ALTER TABLE ONLY public.outbox_event
    ADD CONSTRAINT outbox_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.outbox_feedtoken
    ADD CONSTRAINT outbox_feedtoken_digest_key UNIQUE (digest);

ALTER TABLE ONLY public.outbox_feedtoken
    ADD CONSTRAINT outbox_feedtoken_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.outbox_feedtokenevent
    ADD CONSTRAINT outbox_feedtokenevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.outbox_job
    ADD CONSTRAINT outbox_job_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.outbox_receipt
    ADD CONSTRAINT outbox_receipt_once UNIQUE (event_id, handler);

ALTER TABLE ONLY public.outbox_receipt
    ADD CONSTRAINT outbox_receipt_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.notices_outgoing
    ADD CONSTRAINT outgoing_once UNIQUE (notice_id, channel);

ALTER TABLE ONLY public.taxonomy_packversion
    ADD CONSTRAINT pack_version_once UNIQUE (pack_id, sha256);

ALTER TABLE ONLY public.pghistory_context
    ADD CONSTRAINT pghistory_context_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_indicatorvalue
    ADD CONSTRAINT plan_indicatorvalue_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.policies_decision
    ADD CONSTRAINT policies_decision_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.policies_draft
    ADD CONSTRAINT policies_draft_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.policies_draftevent
    ADD CONSTRAINT policies_draftevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.policies_draftsave
    ADD CONSTRAINT policies_draftsave_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.policies_edition
    ADD CONSTRAINT policies_edition_draft_id_key UNIQUE (draft_id);

ALTER TABLE ONLY public.policies_edition
    ADD CONSTRAINT policies_edition_number_key UNIQUE (number);

ALTER TABLE ONLY public.policies_edition
    ADD CONSTRAINT policies_edition_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.policies_edition
    ADD CONSTRAINT policies_edition_withdraws_id_key UNIQUE (withdraws_id);

ALTER TABLE ONLY public.policies_match
    ADD CONSTRAINT policies_match_once UNIQUE (subject_kind, subject_id, policy);

ALTER TABLE ONLY public.policies_match
    ADD CONSTRAINT policies_match_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.policies_matchrun
    ADD CONSTRAINT policies_matchrun_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.policies_recognition
    ADD CONSTRAINT policies_recognition_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.policies_recognitionevent
    ADD CONSTRAINT policies_recognitionevent_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.policies_rulesetversion
    ADD CONSTRAINT policies_rules_once UNIQUE (sha256, pack_sha256);

ALTER TABLE ONLY public.policies_rulesetversion
    ADD CONSTRAINT policies_rulesetversion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.policies_draftsave
    ADD CONSTRAINT policies_save_once UNIQUE (draft_id, number);

ALTER TABLE ONLY public.policies_simulation
    ADD CONSTRAINT policies_simulation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.policies_standing
    ADD CONSTRAINT policies_standing_once UNIQUE (subject_kind, subject_id);

ALTER TABLE ONLY public.policies_standing
    ADD CONSTRAINT policies_standing_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.policies_tally
    ADD CONSTRAINT policies_tally_once UNIQUE (subject_kind, policy, township, talent_class);

ALTER TABLE ONLY public.policies_tally
    ADD CONSTRAINT policies_tally_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);

ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.policies_recognition
    ADD CONSTRAINT recognition_case_once UNIQUE (case_id);

ALTER TABLE ONLY public.taxonomy_regioncode
    ADD CONSTRAINT region_code_once UNIQUE (region_id, code);

ALTER TABLE ONLY public.registry_employername
    ADD CONSTRAINT registry_employername_name_key UNIQUE (name);

ALTER TABLE ONLY public.registry_employername
    ADD CONSTRAINT registry_employername_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.registry_organisation
    ADD CONSTRAINT registry_organisation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.registry_organisation
    ADD CONSTRAINT registry_organisation_uscc_key UNIQUE (uscc);

ALTER TABLE ONLY public.registry_organisationevent
    ADD CONSTRAINT registry_organisationevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.registry_person
    ADD CONSTRAINT registry_person_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.registry_personevent
    ADD CONSTRAINT registry_personevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.registry_personredirect
    ADD CONSTRAINT registry_personredirect_pkey PRIMARY KEY (absorbed);

ALTER TABLE ONLY public.registry_place
    ADD CONSTRAINT registry_place_name_key UNIQUE (name);

ALTER TABLE ONLY public.registry_place
    ADD CONSTRAINT registry_place_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.registry_placeevent
    ADD CONSTRAINT registry_placeevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.registry_projectmember
    ADD CONSTRAINT registry_project_member_once UNIQUE (group_id, person);

ALTER TABLE ONLY public.registry_project
    ADD CONSTRAINT registry_project_once UNIQUE NULLS NOT DISTINCT (name, year, document_no);

ALTER TABLE ONLY public.registry_project
    ADD CONSTRAINT registry_project_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.registry_projectmember
    ADD CONSTRAINT registry_projectmember_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.registry_savedlist
    ADD CONSTRAINT registry_saved_list_once UNIQUE (owner_id, unit_id, name);

ALTER TABLE ONLY public.registry_savedlist
    ADD CONSTRAINT registry_savedlist_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.registry_teammember
    ADD CONSTRAINT registry_team_member_once UNIQUE (group_id, person);

ALTER TABLE ONLY public.registry_team
    ADD CONSTRAINT registry_team_once UNIQUE NULLS NOT DISTINCT (name, year, document_no);

ALTER TABLE ONLY public.registry_team
    ADD CONSTRAINT registry_team_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.registry_teammember
    ADD CONSTRAINT registry_teammember_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sources_samplepair
    ADD CONSTRAINT sample_pair_once UNIQUE (sample_id, "left", "right");

ALTER TABLE ONLY public.snapshots_snapshot
    ADD CONSTRAINT snapshots_snapshot_folder_key UNIQUE (folder);

ALTER TABLE ONLY public.snapshots_snapshot
    ADD CONSTRAINT snapshots_snapshot_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.snapshots_snapshotevent
    ADD CONSTRAINT snapshots_snapshotevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.sources_batch
    ADD CONSTRAINT sources_batch_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sources_batchevent
    ADD CONSTRAINT sources_batchevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.sources_bulkdecision
    ADD CONSTRAINT sources_bulkdecision_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sources_bulkdecisionevent
    ADD CONSTRAINT sources_bulkdecisionevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.sources_clericalsample
    ADD CONSTRAINT sources_clericalsample_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sources_conflict
    ADD CONSTRAINT sources_conflict_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sources_decision
    ADD CONSTRAINT sources_decision_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sources_decisionevent
    ADD CONSTRAINT sources_decisionevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.sources_edge
    ADD CONSTRAINT sources_edge_pkey PRIMARY KEY ("left", "right");

ALTER TABLE ONLY public.sources_formercluster
    ADD CONSTRAINT sources_formercluster_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sources_home
    ADD CONSTRAINT sources_home_pkey PRIMARY KEY (node);

ALTER TABLE ONLY public.sources_issue
    ADD CONSTRAINT sources_issue_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sources_linkmodel
    ADD CONSTRAINT sources_linkmodel_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sources_linkmodel
    ADD CONSTRAINT sources_linkmodel_version_key UNIQUE (version);

ALTER TABLE ONLY public.sources_linkmodelevent
    ADD CONSTRAINT sources_linkmodelevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.sources_linkrun
    ADD CONSTRAINT sources_linkrun_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sources_mappingversion
    ADD CONSTRAINT sources_mappingversion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sources_mappingversionevent
    ADD CONSTRAINT sources_mappingversionevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.sources_membership
    ADD CONSTRAINT sources_membership_pkey PRIMARY KEY (node);

ALTER TABLE ONLY public.sources_pastmembership
    ADD CONSTRAINT sources_pastmembership_pkey PRIMARY KEY (node);

ALTER TABLE ONLY public.sources_record
    ADD CONSTRAINT sources_record_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sources_review
    ADD CONSTRAINT sources_review_case_id_key UNIQUE (case_id);

ALTER TABLE ONLY public.sources_review
    ADD CONSTRAINT sources_review_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sources_samplepair
    ADD CONSTRAINT sources_samplepair_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sources_stale
    ADD CONSTRAINT sources_stale_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sources_tombstone
    ADD CONSTRAINT sources_tombstone_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sources_unknowncode
    ADD CONSTRAINT sources_unknowncode_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sources_unknowncodeevent
    ADD CONSTRAINT sources_unknowncodeevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.taxonomy_codeitem
    ADD CONSTRAINT taxonomy_codeitem_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.taxonomy_codelistedition
    ADD CONSTRAINT taxonomy_codelistedition_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.taxonomy_packversion
    ADD CONSTRAINT taxonomy_packversion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.taxonomy_packversionevent
    ADD CONSTRAINT taxonomy_packversionevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.taxonomy_region
    ADD CONSTRAINT taxonomy_region_code_key UNIQUE (code);

ALTER TABLE ONLY public.taxonomy_region
    ADD CONSTRAINT taxonomy_region_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.taxonomy_regioncode
    ADD CONSTRAINT taxonomy_regioncode_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.taxonomy_regionevent
    ADD CONSTRAINT taxonomy_regionevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.casework_todo
    ADD CONSTRAINT todo_seat_once UNIQUE (case_id, visit, slot);

ALTER TABLE ONLY public.sources_tombstone
    ADD CONSTRAINT tombstone_once UNIQUE (kind, source, digest, name);

ALTER TABLE ONLY public.sources_unknowncode
    ADD CONSTRAINT unknown_code_once UNIQUE (source, header, value);

ALTER TABLE ONLY public.vault_datakey
    ADD CONSTRAINT vault_datakey_pkey PRIMARY KEY (id);

CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);

CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);

CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);

CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);

CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);

CREATE INDEX accounts_idempotencykey_created_at_934768f7 ON public.accounts_idempotencykey USING btree (created_at);

CREATE INDEX accounts_membership_unit_id_7180f6e8 ON public.accounts_membership USING btree (unit_id);

CREATE INDEX accounts_membership_user_id_487fb39e ON public.accounts_membership USING btree (user_id);

CREATE INDEX accounts_unit_code_f5541520_like ON public.accounts_unit USING btree (code varchar_pattern_ops);

CREATE INDEX accounts_unit_parent_id_2488f696 ON public.accounts_unit USING btree (parent_id);

CREATE INDEX accounts_unit_successor_id_12b553bd ON public.accounts_unit USING btree (successor_id);

CREATE INDEX accounts_user_groups_group_id_bd11a704 ON public.accounts_user_groups USING btree (group_id);

CREATE INDEX accounts_user_groups_user_id_52b62117 ON public.accounts_user_groups USING btree (user_id);

CREATE INDEX accounts_user_user_permissions_permission_id_113bb443 ON public.accounts_user_user_permissions USING btree (permission_id);

CREATE INDEX accounts_user_user_permissions_user_id_e4f0a161 ON public.accounts_user_user_permissions USING btree (user_id);

CREATE INDEX accounts_user_username_6088629e_like ON public.accounts_user USING btree (username varchar_pattern_ops);

CREATE INDEX audit_read_actor ON public.audit_readlog USING btree (actor_id, id DESC);

CREATE INDEX audit_read_subjects ON public.audit_readlog USING gin (subjects);

CREATE INDEX audit_seal_stream ON public.audit_seal USING btree (stream, number DESC);

CREATE INDEX audit_securityevent_kind_7c1e79df ON public.audit_securityevent USING btree (kind);

CREATE INDEX audit_securityevent_kind_7c1e79df_like ON public.audit_securityevent USING btree (kind varchar_pattern_ops);

CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);

CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);

CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);

CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);

CREATE UNIQUE INDEX batch_content_once ON public.sources_batch USING btree (sha256, sender) WHERE (NOT ((status)::text = 'retracted'::text));

CREATE INDEX bole_cache_expires ON public.bole_cache USING btree (expires);

CREATE UNIQUE INDEX bulk_one_under_way ON public.sources_bulkdecision USING btree (reason, pattern) WHERE ((state)::text = ANY (ARRAY[('sampling'::character varying)::text, ('checking'::character varying)::text]));

CREATE INDEX case_public ON public.casework_case USING btree (public_until) WHERE (public_until IS NOT NULL);

CREATE INDEX case_status_due ON public.casework_case USING btree (status, due_promised);

CREATE INDEX case_title_trgm ON public.casework_case USING gin (title public.gin_trgm_ops);

CREATE INDEX case_unit_status ON public.casework_case USING btree (unit_code, status);

CREATE INDEX case_untold ON public.casework_case USING btree (id) WHERE (((status)::text = 'closed'::text) AND (told_at IS NULL));

CREATE INDEX casework_case_applicant_id_2e63bba3 ON public.casework_case USING btree (applicant_id);

CREATE INDEX casework_case_flow_id_d5c727c6 ON public.casework_case USING btree (flow_id);

CREATE INDEX casework_case_key_42629d23_like ON public.casework_case USING btree (key varchar_pattern_ops);

CREATE INDEX casework_case_subject_d4d80348 ON public.casework_case USING btree (subject);

CREATE INDEX casework_clockpause_case_id_5f3a970f ON public.casework_clockpause USING btree (case_id);

CREATE INDEX casework_delegation_giver_id_7c6d4e98 ON public.casework_delegation USING btree (giver_id);

CREATE INDEX casework_delegation_taker_id_d72af70d ON public.casework_delegation USING btree (taker_id);

CREATE INDEX casework_delegationevent_giver_id_9b6ce67e ON public.casework_delegationevent USING btree (giver_id);

CREATE INDEX casework_delegationevent_pgh_context_id_5cc57ede ON public.casework_delegationevent USING btree (pgh_context_id);

CREATE INDEX casework_delegationevent_pgh_obj_id_9bd03947 ON public.casework_delegationevent USING btree (pgh_obj_id);

CREATE INDEX casework_delegationevent_taker_id_327a2451 ON public.casework_delegationevent USING btree (taker_id);

CREATE INDEX casework_event_case_id_84963066 ON public.casework_event USING btree (case_id);

CREATE INDEX casework_objection_case_id_af1f1d5c ON public.casework_objection USING btree (case_id);

CREATE INDEX casework_todo_assignee_id_11fe0269 ON public.casework_todo USING btree (assignee_id);

CREATE INDEX casework_todo_case_id_cdd91801 ON public.casework_todo USING btree (case_id);

CREATE INDEX casework_todo_done_by_id_119dd967 ON public.casework_todo USING btree (done_by_id);

CREATE INDEX decision_newest ON public.policies_decision USING btree (created_at DESC, id);

CREATE INDEX decision_rules ON public.policies_decision USING btree (rules_sha256);

CREATE INDEX decision_subject ON public.policies_decision USING btree (subject_id, policy, created_at DESC);

CREATE INDEX delegation_taker ON public.casework_delegation USING btree (taker_id, valid_to);

CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);

CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);

CREATE INDEX files_due ON public.files_storedfile USING btree (keep_until) WHERE (destroyed_at IS NULL);

CREATE INDEX files_owner ON public.files_storedfile USING btree (owner_id, created_at DESC);

CREATE INDEX files_storedfile_owner_id_fdad082d ON public.files_storedfile USING btree (owner_id);

CREATE INDEX files_storedfileevent_owner_id_a789eaa9 ON public.files_storedfileevent USING btree (owner_id);

CREATE INDEX files_storedfileevent_pgh_context_id_18d70187 ON public.files_storedfileevent USING btree (pgh_context_id);

CREATE INDEX files_storedfileevent_pgh_obj_id_e2239ada ON public.files_storedfileevent USING btree (pgh_obj_id);

CREATE UNIQUE INDEX flow_one_current ON public.casework_flowversion USING btree (key) WHERE is_current;

CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));

CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);

CREATE INDEX indicator_value_latest ON public.plan_indicatorvalue USING btree (indicator, series, as_of DESC);

CREATE UNIQUE INDEX link_model_one_in_use ON public.sources_linkmodel USING btree (in_use) WHERE in_use;

CREATE UNIQUE INDEX membership_one_admin_role ON public.accounts_membership USING btree (user_id) WHERE ((role)::text = ANY (ARRAY[('system_admin'::character varying)::text, ('security_admin'::character varying)::text, ('auditor'::character varying)::text]));

CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON public.mfa_authenticator USING btree (user_id);

CREATE INDEX notice_inbox ON public.notices_notice USING btree (user_id, id DESC);

CREATE INDEX notice_unread ON public.notices_notice USING btree (user_id) WHERE (read_at IS NULL);

CREATE INDEX notices_notice_user_id_62c74e71 ON public.notices_notice USING btree (user_id);

CREATE INDEX notices_outgoing_notice_id_2068317b ON public.notices_outgoing USING btree (notice_id);

CREATE INDEX notices_outgoing_reference_26a0141b ON public.notices_outgoing USING btree (reference);

CREATE INDEX notices_outgoing_reference_26a0141b_like ON public.notices_outgoing USING btree (reference varchar_pattern_ops);

CREATE INDEX outbox_event_feed ON public.outbox_event USING btree (xid, id);

CREATE INDEX outbox_feedtokenevent_pgh_context_id_a2289fcd ON public.outbox_feedtokenevent USING btree (pgh_context_id);

CREATE INDEX outbox_feedtokenevent_pgh_obj_id_13e8c8e5 ON public.outbox_feedtokenevent USING btree (pgh_obj_id);

CREATE INDEX outbox_job_owner ON public.outbox_job USING btree (owner_id, id DESC);

CREATE INDEX outbox_receipt_event_id_40016890 ON public.outbox_receipt USING btree (event_id);

CREATE INDEX outbox_receipt_open ON public.outbox_receipt USING btree (touched_at) WHERE (done_at IS NULL);

CREATE UNIQUE INDEX pack_one_county ON public.taxonomy_packversion USING btree ((
CASE
    WHEN ((base)::text = ''::text) THEN pack_id
    ELSE ''::character varying
END)) WHERE in_force;

CREATE UNIQUE INDEX pack_one_in_force ON public.taxonomy_packversion USING btree (pack_id) WHERE in_force;

CREATE INDEX policies_decision_by_id_9cc7c93f ON public.policies_decision USING btree (by_id);

CREATE INDEX policies_decision_case_id_0ecb9c6e ON public.policies_decision USING btree (case_id);

CREATE INDEX policies_draft_case_id_54481ad7 ON public.policies_draft USING btree (case_id);

CREATE INDEX policies_draft_opened_by_id_f02baffb ON public.policies_draft USING btree (opened_by_id);

CREATE INDEX policies_draft_policy_45086210 ON public.policies_draft USING btree (policy);

CREATE INDEX policies_draft_policy_45086210_like ON public.policies_draft USING btree (policy varchar_pattern_ops);

CREATE INDEX policies_draft_saved_by_id_9d758254 ON public.policies_draft USING btree (saved_by_id);

CREATE INDEX policies_draftevent_case_id_667ad967 ON public.policies_draftevent USING btree (case_id);

CREATE INDEX policies_draftevent_opened_by_id_2c31fd95 ON public.policies_draftevent USING btree (opened_by_id);

CREATE INDEX policies_draftevent_pgh_context_id_1d4d2001 ON public.policies_draftevent USING btree (pgh_context_id);

CREATE INDEX policies_draftevent_pgh_obj_id_d0590796 ON public.policies_draftevent USING btree (pgh_obj_id);

CREATE INDEX policies_draftevent_saved_by_id_242929b3 ON public.policies_draftevent USING btree (saved_by_id);

CREATE INDEX policies_draftsave_by_id_0c0184b2 ON public.policies_draftsave USING btree (by_id);

CREATE INDEX policies_draftsave_draft_id_a76cebcf ON public.policies_draftsave USING btree (draft_id);

CREATE INDEX policies_edition_approved_by_id_63930565 ON public.policies_edition USING btree (approved_by_id);

CREATE INDEX policies_edition_by_id_4074ad35 ON public.policies_edition USING btree (by_id);

CREATE INDEX policies_edition_case_id_d33b9acb ON public.policies_edition USING btree (case_id);

CREATE INDEX policies_edition_files_sha256_0f2e82d1 ON public.policies_edition USING btree (files_sha256);

CREATE INDEX policies_edition_files_sha256_0f2e82d1_like ON public.policies_edition USING btree (files_sha256 varchar_pattern_ops);

CREATE INDEX policies_match_policy ON public.policies_match USING btree (policy, subject_id);

CREATE INDEX policies_match_queue ON public.policies_match USING btree (policy) WHERE ((telling)::text = ANY (ARRAY[('held'::character varying)::text, ('queued'::character varying)::text]));

CREATE INDEX policies_recognition_case_id_a995ecd2 ON public.policies_recognition USING btree (case_id);

CREATE INDEX policies_recognition_decision_id_41698c90 ON public.policies_recognition USING btree (decision_id);

CREATE INDEX policies_recognition_person_a75dfe3c ON public.policies_recognition USING btree (person);

CREATE INDEX policies_recognitionevent_by_id_5812008f ON public.policies_recognitionevent USING btree (by_id);

CREATE INDEX policies_recognitionevent_case_id_7f2720e0 ON public.policies_recognitionevent USING btree (case_id);

CREATE INDEX policies_recognitionevent_recognition_id_2a7e5cca ON public.policies_recognitionevent USING btree (recognition_id);

CREATE INDEX policies_rulesetversion_edition_id_15b0caee ON public.policies_rulesetversion USING btree (edition_id);

CREATE INDEX policies_run_latest ON public.policies_matchrun USING btree (subject_kind, id DESC);

CREATE INDEX policies_simulation_by_id_21068b32 ON public.policies_simulation USING btree (by_id);

CREATE INDEX policies_simulation_draft_id_27962dbd ON public.policies_simulation USING btree (draft_id);

CREATE INDEX policies_simulation_snapshot_id_2d192188 ON public.policies_simulation USING btree (snapshot_id);

CREATE INDEX policies_standing_due ON public.policies_standing USING btree (subject_kind, next_change);

CREATE INDEX policies_standing_stale ON public.policies_standing USING btree (subject_kind) WHERE (stale_at IS NOT NULL);

CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);

CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));

CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);

CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);

CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);

CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);

CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);

CREATE INDEX recognition_due ON public.policies_recognition USING btree (state, revalidate_by);

CREATE INDEX recognition_end ON public.policies_recognition USING btree (state, valid_until);

CREATE INDEX recognition_level ON public.policies_recognition USING btree (code_list, level);

CREATE INDEX recognition_newest ON public.policies_recognition USING btree (recognised_on DESC, id);

CREATE UNIQUE INDEX recognition_one_current ON public.policies_recognition USING btree (person, code_list) WHERE ((state)::text = ANY (ARRAY[('in_force'::character varying)::text, ('suspended'::character varying)::text]));

CREATE UNIQUE INDEX record_current_once ON public.sources_record USING btree (source, natural_key) WHERE (valid_to_batch_id IS NULL);

CREATE INDEX record_ended ON public.sources_record USING btree (valid_to_batch_id) WHERE (valid_to_batch_id IS NOT NULL);

CREATE INDEX registry_employer_name_trgm ON public.registry_employername USING gin (upper((name)::text) public.gin_trgm_ops);

CREATE INDEX registry_employername_name_587bbe52_like ON public.registry_employername USING btree (name varchar_pattern_ops);

CREATE INDEX registry_org_search ON public.registry_organisation USING gin (search public.gin_trgm_ops);

CREATE INDEX registry_org_sort ON public.registry_organisation USING btree (name_pinyin, id);

CREATE INDEX registry_org_township ON public.registry_organisation USING btree (township_code);

CREATE INDEX registry_organisation_uscc_73912c69_like ON public.registry_organisation USING btree (uscc varchar_pattern_ops);

CREATE INDEX registry_organisationevent_pgh_context_id_a51285f4 ON public.registry_organisationevent USING btree (pgh_context_id);

CREATE INDEX registry_organisationevent_pgh_obj_id_86f52817 ON public.registry_organisationevent USING btree (pgh_obj_id);

CREATE INDEX registry_person_as_of ON public.registry_person USING btree (as_of, id);

CREATE INDEX registry_person_birth ON public.registry_person USING btree (birth_date, id);

CREATE INDEX registry_person_codes ON public.registry_person USING gin (codes);

CREATE INDEX registry_person_dept ON public.registry_person USING gin (department_codes);

CREATE INDEX registry_person_emp_name ON public.registry_person USING btree (employer_name, id);

CREATE INDEX registry_person_employer ON public.registry_person USING btree (employer_uscc);

CREATE INDEX registry_person_ids ON public.registry_person USING gin (identifier_indexes);

CREATE INDEX registry_person_initials ON public.registry_person USING btree (initials);

CREATE INDEX registry_person_name ON public.registry_person USING btree (name);

CREATE INDEX registry_person_name_keys ON public.registry_person USING gin (name_keys);

CREATE INDEX registry_person_phones ON public.registry_person USING gin (phone_indexes);

CREATE INDEX registry_person_search ON public.registry_person USING gin (search public.gin_trgm_ops);

CREATE INDEX registry_person_sort ON public.registry_person USING btree (name_pinyin, id);

CREATE INDEX registry_person_township ON public.registry_person USING btree (township_code, id);

CREATE INDEX registry_personevent_employer_uscc_6b96b152 ON public.registry_personevent USING btree (employer_uscc);

CREATE INDEX registry_personevent_employer_uscc_6b96b152_like ON public.registry_personevent USING btree (employer_uscc varchar_pattern_ops);

CREATE INDEX registry_personevent_pgh_context_id_e2443995 ON public.registry_personevent USING btree (pgh_context_id);

CREATE INDEX registry_personevent_pgh_obj_id_a6f67929 ON public.registry_personevent USING btree (pgh_obj_id);

CREATE INDEX registry_personredirect_person_id_33b840c2 ON public.registry_personredirect USING btree (person_id);

CREATE INDEX registry_place_name_28ae49c3_like ON public.registry_place USING btree (name varchar_pattern_ops);

CREATE INDEX registry_placeevent_pgh_context_id_ffc0fa36 ON public.registry_placeevent USING btree (pgh_context_id);

CREATE INDEX registry_placeevent_pgh_obj_id_714ccc38 ON public.registry_placeevent USING btree (pgh_obj_id);

CREATE INDEX registry_projectmember_group_id_e4e2c3e8 ON public.registry_projectmember USING btree (group_id);

CREATE INDEX registry_projectmember_person_907db67b ON public.registry_projectmember USING btree (person);

CREATE INDEX registry_savedlist_owner_id_f8300f71 ON public.registry_savedlist USING btree (owner_id);

CREATE INDEX registry_savedlist_unit_id_d043437c ON public.registry_savedlist USING btree (unit_id);

CREATE INDEX registry_teammember_group_id_52cf3bd0 ON public.registry_teammember USING btree (group_id);

CREATE INDEX registry_teammember_person_252288fe ON public.registry_teammember USING btree (person);

CREATE UNIQUE INDEX review_open_once ON public.sources_review USING btree ("left", "right") WHERE ((state)::text = 'open'::text);

CREATE INDEX review_queue ON public.sources_review USING btree (state, reason, pattern);

CREATE INDEX simulation_latest ON public.policies_simulation USING btree (draft_id, id DESC);

CREATE INDEX snapshots_snapshot_folder_97dc7713_like ON public.snapshots_snapshot USING btree (folder varchar_pattern_ops);

CREATE INDEX snapshots_snapshotevent_pgh_context_id_3313d77c ON public.snapshots_snapshotevent USING btree (pgh_context_id);

CREATE INDEX snapshots_snapshotevent_pgh_obj_id_61c9a38c ON public.snapshots_snapshotevent USING btree (pgh_obj_id);

CREATE INDEX sources_bat_source_a903f0_idx ON public.sources_batch USING btree (source, id DESC);

CREATE INDEX sources_bat_status_754b42_idx ON public.sources_batch USING btree (status);

CREATE INDEX sources_batch_mapping_version_id_92885d75 ON public.sources_batch USING btree (mapping_version_id);

CREATE INDEX sources_batch_received_by_id_74ef9cc7 ON public.sources_batch USING btree (received_by_id);

CREATE INDEX sources_batch_retracted_by_id_db619a66 ON public.sources_batch USING btree (retracted_by_id);

CREATE INDEX sources_batchevent_mapping_version_id_3493c5ff ON public.sources_batchevent USING btree (mapping_version_id);

CREATE INDEX sources_batchevent_pgh_context_id_1f8065fd ON public.sources_batchevent USING btree (pgh_context_id);

CREATE INDEX sources_batchevent_pgh_obj_id_441d4b64 ON public.sources_batchevent USING btree (pgh_obj_id);

CREATE INDEX sources_batchevent_received_by_id_c2ddcc13 ON public.sources_batchevent USING btree (received_by_id);

CREATE INDEX sources_batchevent_retracted_by_id_6596bf78 ON public.sources_batchevent USING btree (retracted_by_id);

CREATE INDEX sources_bulkdecision_decided_by_id_adcf5ed1 ON public.sources_bulkdecision USING btree (decided_by_id);

CREATE INDEX sources_bulkdecision_retracted_by_id_3394f99e ON public.sources_bulkdecision USING btree (retracted_by_id);

CREATE INDEX sources_bulkdecision_started_by_id_33bb858f ON public.sources_bulkdecision USING btree (started_by_id);

CREATE INDEX sources_bulkdecisionevent_decided_by_id_aca7bf48 ON public.sources_bulkdecisionevent USING btree (decided_by_id);

CREATE INDEX sources_bulkdecisionevent_pgh_context_id_3fba22b2 ON public.sources_bulkdecisionevent USING btree (pgh_context_id);

CREATE INDEX sources_bulkdecisionevent_pgh_obj_id_eeabab52 ON public.sources_bulkdecisionevent USING btree (pgh_obj_id);

CREATE INDEX sources_bulkdecisionevent_retracted_by_id_fbd7731b ON public.sources_bulkdecisionevent USING btree (retracted_by_id);

CREATE INDEX sources_bulkdecisionevent_started_by_id_e16c902a ON public.sources_bulkdecisionevent USING btree (started_by_id);

CREATE INDEX sources_clericalsample_drawn_by_id_2f8a8732 ON public.sources_clericalsample USING btree (drawn_by_id);

CREATE INDEX sources_conflict_left_3b454120 ON public.sources_conflict USING btree ("left");

CREATE INDEX sources_conflict_right_024c5cc6 ON public.sources_conflict USING btree ("right");

CREATE INDEX sources_decision_decided_by_id_732cc99c ON public.sources_decision USING btree (decided_by_id);

CREATE INDEX sources_decision_retracted_by_id_79eff0a9 ON public.sources_decision USING btree (retracted_by_id);

CREATE INDEX sources_decisionevent_decided_by_id_e0005224 ON public.sources_decisionevent USING btree (decided_by_id);

CREATE INDEX sources_decisionevent_pgh_context_id_1244bf89 ON public.sources_decisionevent USING btree (pgh_context_id);

CREATE INDEX sources_decisionevent_pgh_obj_id_6b3d3f04 ON public.sources_decisionevent USING btree (pgh_obj_id);

CREATE INDEX sources_decisionevent_retracted_by_id_c7b15552 ON public.sources_decisionevent USING btree (retracted_by_id);

CREATE INDEX sources_edge_right_4224d080 ON public.sources_edge USING btree ("right");

CREATE INDEX sources_formercluster_node_60486c01 ON public.sources_formercluster USING btree (node);

CREATE INDEX sources_formercluster_person_7a87231f ON public.sources_formercluster USING btree (person);

CREATE INDEX sources_home_person_f0ddbe93 ON public.sources_home USING btree (person);

CREATE INDEX sources_iss_batch_i_0478af_idx ON public.sources_issue USING btree (batch_id, "row");

CREATE INDEX sources_iss_batch_i_8b53b4_idx ON public.sources_issue USING btree (batch_id, rule, "row");

CREATE INDEX sources_linkmodel_trained_by_id_a4618e92 ON public.sources_linkmodel USING btree (trained_by_id);

CREATE INDEX sources_linkmodel_version_595817d9_like ON public.sources_linkmodel USING btree (version varchar_pattern_ops);

CREATE INDEX sources_linkmodelevent_pgh_context_id_8eac900e ON public.sources_linkmodelevent USING btree (pgh_context_id);

CREATE INDEX sources_linkmodelevent_pgh_obj_id_b63ab6b4 ON public.sources_linkmodelevent USING btree (pgh_obj_id);

CREATE INDEX sources_linkmodelevent_trained_by_id_51cdd7e0 ON public.sources_linkmodelevent USING btree (trained_by_id);

CREATE INDEX sources_mappingversion_confirmed_by_id_7f3afda7 ON public.sources_mappingversion USING btree (confirmed_by_id);

CREATE INDEX sources_mappingversion_retracted_by_id_8822153f ON public.sources_mappingversion USING btree (retracted_by_id);

CREATE INDEX sources_mappingversionevent_confirmed_by_id_32855bbf ON public.sources_mappingversionevent USING btree (confirmed_by_id);

CREATE INDEX sources_mappingversionevent_pgh_context_id_7e9488d2 ON public.sources_mappingversionevent USING btree (pgh_context_id);

CREATE INDEX sources_mappingversionevent_pgh_obj_id_301217f1 ON public.sources_mappingversionevent USING btree (pgh_obj_id);

CREATE INDEX sources_mappingversionevent_retracted_by_id_fd0ab063 ON public.sources_mappingversionevent USING btree (retracted_by_id);

CREATE INDEX sources_membership_person_b1662d95 ON public.sources_membership USING btree (person);

CREATE INDEX sources_pastmembership_person_c4cdb20e ON public.sources_pastmembership USING btree (person);

CREATE INDEX sources_rec_node_fe620a_idx ON public.sources_record USING btree (node);

CREATE INDEX sources_record_valid_from_batch_id_3f61e9ed ON public.sources_record USING btree (valid_from_batch_id);

CREATE INDEX sources_review_bulk_id_86f1e109 ON public.sources_review USING btree (bulk_id);

CREATE INDEX sources_review_decision_id_e6aa8fab ON public.sources_review USING btree (decision_id);

CREATE INDEX sources_review_right_ea2517a3 ON public.sources_review USING btree ("right");

CREATE INDEX sources_samplepair_decided_by_id_4191623b ON public.sources_samplepair USING btree (decided_by_id);

CREATE INDEX sources_samplepair_sample_id_d97d1a85 ON public.sources_samplepair USING btree (sample_id);

CREATE INDEX sources_samplepair_second_by_id_3005e15f ON public.sources_samplepair USING btree (second_by_id);

CREATE INDEX sources_unknowncode_decided_by_id_0e927785 ON public.sources_unknowncode USING btree (decided_by_id);

CREATE INDEX sources_unknowncode_first_batch_id_24bcb13b ON public.sources_unknowncode USING btree (first_batch_id);

CREATE INDEX sources_unknowncodeevent_decided_by_id_fa9dd9d7 ON public.sources_unknowncodeevent USING btree (decided_by_id);

CREATE INDEX sources_unknowncodeevent_first_batch_id_12556009 ON public.sources_unknowncodeevent USING btree (first_batch_id);

CREATE INDEX sources_unknowncodeevent_pgh_context_id_b8ccfcbd ON public.sources_unknowncodeevent USING btree (pgh_context_id);

CREATE INDEX sources_unknowncodeevent_pgh_obj_id_1625f2dd ON public.sources_unknowncodeevent USING btree (pgh_obj_id);

CREATE INDEX taxonomy_codeitem_edition_id_619b72d6 ON public.taxonomy_codeitem USING btree (edition_id);

CREATE INDEX taxonomy_codelistedition_pack_id_02ed0644 ON public.taxonomy_codelistedition USING btree (pack_id);

CREATE INDEX taxonomy_packversion_loaded_by_id_8df86f99 ON public.taxonomy_packversion USING btree (loaded_by_id);

CREATE INDEX taxonomy_packversionevent_loaded_by_id_8f3e499a ON public.taxonomy_packversionevent USING btree (loaded_by_id);

CREATE INDEX taxonomy_packversionevent_pgh_context_id_28e89d83 ON public.taxonomy_packversionevent USING btree (pgh_context_id);

CREATE INDEX taxonomy_packversionevent_pgh_obj_id_835095e1 ON public.taxonomy_packversionevent USING btree (pgh_obj_id);

CREATE INDEX taxonomy_region_code_01eaa2a2_like ON public.taxonomy_region USING btree (code varchar_pattern_ops);

CREATE INDEX taxonomy_regioncode_region_id_73d731c0 ON public.taxonomy_regioncode USING btree (region_id);

CREATE INDEX taxonomy_regionevent_pgh_context_id_8d344c04 ON public.taxonomy_regionevent USING btree (pgh_context_id);

CREATE INDEX taxonomy_regionevent_pgh_obj_id_22e071f8 ON public.taxonomy_regionevent USING btree (pgh_obj_id);

CREATE INDEX todo_claimed ON public.casework_todo USING btree (assignee_id) WHERE (done_at IS NULL);

CREATE INDEX todo_open ON public.casework_todo USING btree (role, unit, due) WHERE (done_at IS NULL);

CREATE INDEX todo_untold ON public.casework_todo USING btree (created_at) WHERE ((done_at IS NULL) AND (notified_at IS NULL));

CREATE UNIQUE INDEX unique_authenticator_type ON public.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY (ARRAY[('totp'::character varying)::text, ('recovery_codes'::character varying)::text]));

CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";

CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;

CREATE TRIGGER pgtrigger_append_only_0014f BEFORE DELETE OR UPDATE ON public.files_storedfileevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_0014f();

COMMENT ON TRIGGER pgtrigger_append_only_0014f ON public.files_storedfileevent IS '87c00a10d7d7fa3c851b8d6ac1c82626e991377c';

CREATE TRIGGER pgtrigger_append_only_03dad BEFORE DELETE OR UPDATE ON public.policies_edition FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_03dad();

COMMENT ON TRIGGER pgtrigger_append_only_03dad ON public.policies_edition IS '2fe0bc9c6239059cc6d8a2fead71e54a9d2ca50e';

CREATE TRIGGER pgtrigger_append_only_05fef BEFORE DELETE OR UPDATE ON public.sources_bulkdecisionevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_05fef();

COMMENT ON TRIGGER pgtrigger_append_only_05fef ON public.sources_bulkdecisionevent IS '65795be1ae8ab6db52fdd4de57f0ea9c59bfcfc2';

CREATE TRIGGER pgtrigger_append_only_19858 BEFORE DELETE OR UPDATE ON public.policies_decision FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_19858();

COMMENT ON TRIGGER pgtrigger_append_only_19858 ON public.policies_decision IS '21dbcf7b0bd97b264fbbcbefb1a94aa0f37a840c';

CREATE TRIGGER pgtrigger_append_only_1b3cc BEFORE DELETE OR UPDATE ON public.sources_unknowncodeevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_1b3cc();

COMMENT ON TRIGGER pgtrigger_append_only_1b3cc ON public.sources_unknowncodeevent IS 'e7735ee3ab0d554fa2eb5500176fee24f7da02c5';

CREATE TRIGGER pgtrigger_append_only_396c8 BEFORE DELETE OR UPDATE ON public.casework_event FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_396c8();

COMMENT ON TRIGGER pgtrigger_append_only_396c8 ON public.casework_event IS '8989f96020e9c18ef3c23e438267e90990675d03';

CREATE TRIGGER pgtrigger_append_only_3ca05 BEFORE DELETE OR UPDATE ON public.casework_delegationevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_3ca05();

COMMENT ON TRIGGER pgtrigger_append_only_3ca05 ON public.casework_delegationevent IS '0d25a4ef08886825082640577457b3e331220cbe';

CREATE TRIGGER pgtrigger_append_only_4de12 BEFORE DELETE OR UPDATE ON public.audit_seal FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_4de12();

COMMENT ON TRIGGER pgtrigger_append_only_4de12 ON public.audit_seal IS '425da599b8e4cf7384a383a64e17697a9d08a345';

CREATE TRIGGER pgtrigger_append_only_5a2b6 BEFORE DELETE OR UPDATE ON public.taxonomy_regionevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_5a2b6();

COMMENT ON TRIGGER pgtrigger_append_only_5a2b6 ON public.taxonomy_regionevent IS '34f9dc5ebd5a33295a45f26e91b7922da4ae6323';

CREATE TRIGGER pgtrigger_append_only_63d70 BEFORE DELETE OR UPDATE ON public.audit_readlog FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_63d70();

COMMENT ON TRIGGER pgtrigger_append_only_63d70 ON public.audit_readlog IS 'bc2e89f60dc47c1d75ffd6ca3d074a0ff0640295';

CREATE TRIGGER pgtrigger_append_only_70a2c BEFORE DELETE OR UPDATE ON public.sources_batchevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_70a2c();

COMMENT ON TRIGGER pgtrigger_append_only_70a2c ON public.sources_batchevent IS 'e4b9b057b84c9ef8701f60df2592bdeee991063f';

CREATE TRIGGER pgtrigger_append_only_71797 BEFORE DELETE OR UPDATE ON public.snapshots_snapshotevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_71797();

COMMENT ON TRIGGER pgtrigger_append_only_71797 ON public.snapshots_snapshotevent IS 'e0f92be9903e715aeff34c943d7386e17cc51c1d';

CREATE TRIGGER pgtrigger_append_only_80fca BEFORE DELETE OR UPDATE ON public.outbox_feedtokenevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_80fca();

COMMENT ON TRIGGER pgtrigger_append_only_80fca ON public.outbox_feedtokenevent IS '25637a52100ac488ec5192935ea70cc0601d9943';

CREATE TRIGGER pgtrigger_append_only_842b5 BEFORE DELETE OR UPDATE ON public.policies_recognitionevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_842b5();

COMMENT ON TRIGGER pgtrigger_append_only_842b5 ON public.policies_recognitionevent IS '534af6840b42fa415dc156f1c80f8d77eb464833';

CREATE TRIGGER pgtrigger_append_only_85310 BEFORE DELETE OR UPDATE ON public.registry_organisationevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_85310();

COMMENT ON TRIGGER pgtrigger_append_only_85310 ON public.registry_organisationevent IS 'f0d420a9acbfae195423c3096f1632c3f6f0868f';

CREATE TRIGGER pgtrigger_append_only_86e4f BEFORE DELETE OR UPDATE ON public.sources_decisionevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_86e4f();

COMMENT ON TRIGGER pgtrigger_append_only_86e4f ON public.sources_decisionevent IS '7b3e212f8e3a879290d900867d014ff5aeb8b92d';

CREATE TRIGGER pgtrigger_append_only_90c65 BEFORE DELETE OR UPDATE ON public.sources_linkmodelevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_90c65();

COMMENT ON TRIGGER pgtrigger_append_only_90c65 ON public.sources_linkmodelevent IS '900d735f62f8ee9cb5f7cf17c8ed95d421e73659';

CREATE TRIGGER pgtrigger_append_only_aa3d6 BEFORE DELETE OR UPDATE ON public.registry_personevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_aa3d6();

COMMENT ON TRIGGER pgtrigger_append_only_aa3d6 ON public.registry_personevent IS 'a0713d9d82dffa941d60522b902ccebf1a0353a3';

CREATE TRIGGER pgtrigger_append_only_b5cfd BEFORE DELETE OR UPDATE ON public.sources_mappingversionevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_b5cfd();

COMMENT ON TRIGGER pgtrigger_append_only_b5cfd ON public.sources_mappingversionevent IS '8474919051c0682bf58eabffb113e2cb7b95c514';

CREATE TRIGGER pgtrigger_append_only_c16fe BEFORE DELETE OR UPDATE ON public.policies_draftevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_c16fe();

COMMENT ON TRIGGER pgtrigger_append_only_c16fe ON public.policies_draftevent IS 'b0809eeb2127248f76688faa8282709bb57e0d60';

CREATE TRIGGER pgtrigger_append_only_d243f BEFORE DELETE OR UPDATE ON public.registry_placeevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_d243f();

COMMENT ON TRIGGER pgtrigger_append_only_d243f ON public.registry_placeevent IS '45a6b17a3a8aacd0e50fc3f0e70b61d49cb7e7bc';

CREATE TRIGGER pgtrigger_append_only_d7e95 BEFORE DELETE OR UPDATE ON public.taxonomy_packversionevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_d7e95();

COMMENT ON TRIGGER pgtrigger_append_only_d7e95 ON public.taxonomy_packversionevent IS 'db6b377a9d178cdf6568bd17d57a02629033b277';

CREATE TRIGGER pgtrigger_append_only_d9313 BEFORE DELETE OR UPDATE ON public.audit_securityevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_d9313();

COMMENT ON TRIGGER pgtrigger_append_only_d9313 ON public.audit_securityevent IS '3561f1cd723efa88850634dd59da2d395af7be52';

CREATE TRIGGER pgtrigger_append_only_e2298 BEFORE DELETE OR UPDATE ON public.audit_verification FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_e2298();

COMMENT ON TRIGGER pgtrigger_append_only_e2298 ON public.audit_verification IS 'bd5942b290b0d52a8b7632ae47802ccdd27e53a0';

CREATE TRIGGER pgtrigger_delete_delete_10f34 AFTER DELETE ON public.sources_linkmodel REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_10f34();

COMMENT ON TRIGGER pgtrigger_delete_delete_10f34 ON public.sources_linkmodel IS '5c6cea18b16162e17a461a6d11fa67ebc0dbd774';

CREATE TRIGGER pgtrigger_delete_delete_453f5 AFTER DELETE ON public.sources_bulkdecision REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_453f5();

COMMENT ON TRIGGER pgtrigger_delete_delete_453f5 ON public.sources_bulkdecision IS 'f4cd0094d46e90761726b2b80a66ac1f97946200';

CREATE TRIGGER pgtrigger_delete_delete_4c42a AFTER DELETE ON public.sources_decision REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_4c42a();

COMMENT ON TRIGGER pgtrigger_delete_delete_4c42a ON public.sources_decision IS '7ec094f3f8902d3b4e56a21d65a27b38d791557a';

CREATE TRIGGER pgtrigger_delete_delete_50c8e AFTER DELETE ON public.sources_batch REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_50c8e();

COMMENT ON TRIGGER pgtrigger_delete_delete_50c8e ON public.sources_batch IS '5d7bf59f3e60ecab892ed05f9600128359783c8f';

CREATE TRIGGER pgtrigger_delete_delete_66b54 AFTER DELETE ON public.sources_mappingversion REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_66b54();

COMMENT ON TRIGGER pgtrigger_delete_delete_66b54 ON public.sources_mappingversion IS 'dcd0eb241d908e9a9e6c11ccf3cba95bf20411c1';

CREATE TRIGGER pgtrigger_delete_delete_6eb89 AFTER DELETE ON public.registry_place REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_6eb89();

COMMENT ON TRIGGER pgtrigger_delete_delete_6eb89 ON public.registry_place IS 'd7a1aeb6b2c7719ffb86223e8de7febd4e0862ed';

CREATE TRIGGER pgtrigger_delete_delete_6fa52 AFTER DELETE ON public.policies_draft REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_6fa52();

COMMENT ON TRIGGER pgtrigger_delete_delete_6fa52 ON public.policies_draft IS '9f3f2aa5b94bdd7337b0ff304a394d824f88c4d8';

CREATE TRIGGER pgtrigger_delete_delete_7dc12 AFTER DELETE ON public.taxonomy_packversion REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_7dc12();

COMMENT ON TRIGGER pgtrigger_delete_delete_7dc12 ON public.taxonomy_packversion IS '7d242700921fc8ba487dbfc4f09f98b712c0f929';

CREATE TRIGGER pgtrigger_delete_delete_8247c AFTER DELETE ON public.registry_organisation REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_8247c();

COMMENT ON TRIGGER pgtrigger_delete_delete_8247c ON public.registry_organisation IS '09263b2a8317bb0859cf0927fcab7d0c23e05a78';

CREATE TRIGGER pgtrigger_delete_delete_8440e AFTER DELETE ON public.casework_delegation REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_8440e();

COMMENT ON TRIGGER pgtrigger_delete_delete_8440e ON public.casework_delegation IS '4d7a3ee9fb9b5e40be5f3547e47a6210400d9b79';

CREATE TRIGGER pgtrigger_delete_delete_a3234 AFTER DELETE ON public.registry_person REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_a3234();

COMMENT ON TRIGGER pgtrigger_delete_delete_a3234 ON public.registry_person IS '4956138a7efdfbb9740f46a211338991888e0335';

CREATE TRIGGER pgtrigger_delete_delete_ad157 AFTER DELETE ON public.files_storedfile REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_ad157();

COMMENT ON TRIGGER pgtrigger_delete_delete_ad157 ON public.files_storedfile IS '11d5694c938e564119f4136045b77e9f8c19ba5e';

CREATE TRIGGER pgtrigger_delete_delete_c3459 AFTER DELETE ON public.outbox_feedtoken REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_c3459();

COMMENT ON TRIGGER pgtrigger_delete_delete_c3459 ON public.outbox_feedtoken IS 'e4cdf3d82147b6077dac9342578d5e1c2e316b03';

CREATE TRIGGER pgtrigger_delete_delete_d8c80 AFTER DELETE ON public.taxonomy_region REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_d8c80();

COMMENT ON TRIGGER pgtrigger_delete_delete_d8c80 ON public.taxonomy_region IS '2e503a6da9443417b8c18ebc904383bf7c4587da';

CREATE TRIGGER pgtrigger_delete_delete_de14a AFTER DELETE ON public.sources_unknowncode REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_de14a();

COMMENT ON TRIGGER pgtrigger_delete_delete_de14a ON public.sources_unknowncode IS '083a90b1d25e57cda20daa2de701bc52a74042df';

CREATE TRIGGER pgtrigger_delete_delete_e9310 AFTER DELETE ON public.snapshots_snapshot REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_e9310();

COMMENT ON TRIGGER pgtrigger_delete_delete_e9310 ON public.snapshots_snapshot IS '60b6a1e0f4e874a17d3dc7f62cadfe1d6f8b4bd5';

CREATE TRIGGER pgtrigger_insert_insert_099aa AFTER INSERT ON public.sources_mappingversion REFERENCING NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_insert_insert_099aa();

COMMENT ON TRIGGER pgtrigger_insert_insert_099aa ON public.sources_mappingversion IS 'b06cc89a72e0c3cdcbf5732f0fcae57eb98fe414';

CREATE TRIGGER pgtrigger_insert_insert_0e1e3 AFTER INSERT ON public.sources_decision REFERENCING NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_insert_insert_0e1e3();

COMMENT ON TRIGGER pgtrigger_insert_insert_0e1e3 ON public.sources_decision IS 'bff7902c0c4745cf211e76af21984745e4963b45';

CREATE TRIGGER pgtrigger_insert_insert_2388e AFTER INSERT ON public.registry_person REFERENCING NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_insert_insert_2388e();

COMMENT ON TRIGGER pgtrigger_insert_insert_2388e ON public.registry_person IS 'd307796fd9277433a2a98ae937b2180ff5b1b839';

CREATE TRIGGER pgtrigger_insert_insert_338ce AFTER INSERT ON public.registry_place REFERENCING NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_insert_insert_338ce();

COMMENT ON TRIGGER pgtrigger_insert_insert_338ce ON public.registry_place IS 'ee5fb4dd4afd9a3abca36861478930af87c72ea0';

CREATE TRIGGER pgtrigger_insert_insert_37ae2 AFTER INSERT ON public.taxonomy_packversion REFERENCING NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_insert_insert_37ae2();

COMMENT ON TRIGGER pgtrigger_insert_insert_37ae2 ON public.taxonomy_packversion IS '30f4277f4f5e3e769eaaa39cab92de269ad89ca0';

CREATE TRIGGER pgtrigger_insert_insert_51b37 AFTER INSERT ON public.taxonomy_region REFERENCING NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_insert_insert_51b37();

COMMENT ON TRIGGER pgtrigger_insert_insert_51b37 ON public.taxonomy_region IS 'dd4e2a8cac74ea0da91417ffe079273afbeef011';

CREATE TRIGGER pgtrigger_insert_insert_56c49 AFTER INSERT ON public.sources_batch REFERENCING NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_insert_insert_56c49();

COMMENT ON TRIGGER pgtrigger_insert_insert_56c49 ON public.sources_batch IS 'e96a205943651d7513d2cf038cb16409b12a5023';

CREATE TRIGGER pgtrigger_insert_insert_5ec67 AFTER INSERT ON public.sources_bulkdecision REFERENCING NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_insert_insert_5ec67();

COMMENT ON TRIGGER pgtrigger_insert_insert_5ec67 ON public.sources_bulkdecision IS 'be1d633048a6534240f93ccbb2124f9301bef13b';

CREATE TRIGGER pgtrigger_insert_insert_7a3c7 AFTER INSERT ON public.sources_unknowncode REFERENCING NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_insert_insert_7a3c7();

COMMENT ON TRIGGER pgtrigger_insert_insert_7a3c7 ON public.sources_unknowncode IS '5e261bd1bcea089295fa3818b8e517741802c526';

CREATE TRIGGER pgtrigger_insert_insert_8b5cc AFTER INSERT ON public.casework_delegation REFERENCING NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_insert_insert_8b5cc();

COMMENT ON TRIGGER pgtrigger_insert_insert_8b5cc ON public.casework_delegation IS '1f2b17a118884be5fe6cdca2fbf5e05a3d11a786';

CREATE TRIGGER pgtrigger_insert_insert_921d1 AFTER INSERT ON public.registry_organisation REFERENCING NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_insert_insert_921d1();

COMMENT ON TRIGGER pgtrigger_insert_insert_921d1 ON public.registry_organisation IS '8fbb04a6ba69cecc4abd14f3a42ba3a19c8c3aad';

CREATE TRIGGER pgtrigger_insert_insert_a0d7d AFTER INSERT ON public.files_storedfile REFERENCING NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_insert_insert_a0d7d();

COMMENT ON TRIGGER pgtrigger_insert_insert_a0d7d ON public.files_storedfile IS 'c8cecbc16510342daed3fa7cc331d49169beef54';

CREATE TRIGGER pgtrigger_insert_insert_ac3a1 AFTER INSERT ON public.policies_draft REFERENCING NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_insert_insert_ac3a1();

COMMENT ON TRIGGER pgtrigger_insert_insert_ac3a1 ON public.policies_draft IS 'c8c4bce61a699f3320882b56469b9513750b1a14';

CREATE TRIGGER pgtrigger_insert_insert_b42fb AFTER INSERT ON public.outbox_feedtoken REFERENCING NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_insert_insert_b42fb();

COMMENT ON TRIGGER pgtrigger_insert_insert_b42fb ON public.outbox_feedtoken IS 'aad93239434f54630bb5353893b56c3596f71a84';

CREATE TRIGGER pgtrigger_insert_insert_bd8f5 AFTER INSERT ON public.sources_linkmodel REFERENCING NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_insert_insert_bd8f5();

COMMENT ON TRIGGER pgtrigger_insert_insert_bd8f5 ON public.sources_linkmodel IS 'bd48f1d704ae91dc3b362eb76e15207b6594f1b3';

CREATE TRIGGER pgtrigger_insert_insert_d531f AFTER INSERT ON public.snapshots_snapshot REFERENCING NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_insert_insert_d531f();

COMMENT ON TRIGGER pgtrigger_insert_insert_d531f ON public.snapshots_snapshot IS '54952c203e577d5bb012388b7263c426833a276c';

CREATE TRIGGER pgtrigger_update_update_0f791 AFTER UPDATE ON public.registry_organisation REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_0f791();

COMMENT ON TRIGGER pgtrigger_update_update_0f791 ON public.registry_organisation IS '4edb4aaf41bd2fb56633ae726b5dca9bc07571bf';

CREATE TRIGGER pgtrigger_update_update_24211 AFTER UPDATE ON public.casework_delegation REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_24211();

COMMENT ON TRIGGER pgtrigger_update_update_24211 ON public.casework_delegation IS 'f865accfc9b33b9269c38ffae6e3a3aa68fe61a5';

CREATE TRIGGER pgtrigger_update_update_3f1f3 AFTER UPDATE ON public.policies_draft REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_3f1f3();

COMMENT ON TRIGGER pgtrigger_update_update_3f1f3 ON public.policies_draft IS '07fc096bc4c7cfdbb09beca2c595eae3b1b08cd4';

CREATE TRIGGER pgtrigger_update_update_4aa1a AFTER UPDATE ON public.snapshots_snapshot REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_4aa1a();

COMMENT ON TRIGGER pgtrigger_update_update_4aa1a ON public.snapshots_snapshot IS 'e5181ffb29f382f713c3cc1689c9b4f1dbe6bd28';

CREATE TRIGGER pgtrigger_update_update_4e552 AFTER UPDATE ON public.sources_bulkdecision REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_4e552();

COMMENT ON TRIGGER pgtrigger_update_update_4e552 ON public.sources_bulkdecision IS '9e8c8d0f2fe9c36a5494ef4cdcf0e8ec83d744a3';

CREATE TRIGGER pgtrigger_update_update_50d17 AFTER UPDATE ON public.sources_decision REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_50d17();

COMMENT ON TRIGGER pgtrigger_update_update_50d17 ON public.sources_decision IS '3d9cf9e9d3bfc67fb4a2ad0287825d65d212fad2';

CREATE TRIGGER pgtrigger_update_update_56ba8 AFTER UPDATE ON public.registry_person REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_56ba8();

COMMENT ON TRIGGER pgtrigger_update_update_56ba8 ON public.registry_person IS '79c887958767102b82bd07e4c2c9c870637e7803';

CREATE TRIGGER pgtrigger_update_update_6cd52 AFTER UPDATE ON public.sources_linkmodel REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_6cd52();

COMMENT ON TRIGGER pgtrigger_update_update_6cd52 ON public.sources_linkmodel IS '30e2e47083947af2e9e55cedd45cfc90a402ebca';

CREATE TRIGGER pgtrigger_update_update_73e8f AFTER UPDATE ON public.outbox_feedtoken REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_73e8f();

COMMENT ON TRIGGER pgtrigger_update_update_73e8f ON public.outbox_feedtoken IS 'b1d7c586796faf247430506cfe6e0e0663b55140';

CREATE TRIGGER pgtrigger_update_update_8c01b AFTER UPDATE ON public.taxonomy_packversion REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_8c01b();

COMMENT ON TRIGGER pgtrigger_update_update_8c01b ON public.taxonomy_packversion IS '676741729b436970d8a0322f0d05e1ef8df47027';

CREATE TRIGGER pgtrigger_update_update_8c2ef AFTER UPDATE ON public.files_storedfile REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_8c2ef();

COMMENT ON TRIGGER pgtrigger_update_update_8c2ef ON public.files_storedfile IS '527bedd4e91cf4d5807c4e78881d0250193ee2c4';

CREATE TRIGGER pgtrigger_update_update_92971 AFTER UPDATE ON public.sources_mappingversion REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_92971();

COMMENT ON TRIGGER pgtrigger_update_update_92971 ON public.sources_mappingversion IS '4d0689c9cd67e596103202616e715727e3a022ba';

CREATE TRIGGER pgtrigger_update_update_cb701 AFTER UPDATE ON public.registry_place REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_cb701();

COMMENT ON TRIGGER pgtrigger_update_update_cb701 ON public.registry_place IS '54b2c62e5b47e1e618d40c04bff7924cbea0ea89';

CREATE TRIGGER pgtrigger_update_update_dfb20 AFTER UPDATE ON public.sources_batch REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_dfb20();

COMMENT ON TRIGGER pgtrigger_update_update_dfb20 ON public.sources_batch IS '9c01a7300f196b94806fabf8c27ce1b82908435d';

CREATE TRIGGER pgtrigger_update_update_e1677 AFTER UPDATE ON public.taxonomy_region REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_e1677();

COMMENT ON TRIGGER pgtrigger_update_update_e1677 ON public.taxonomy_region IS '236dd60add9ca24bb3f35b623dfd0369e51388e6';

CREATE TRIGGER pgtrigger_update_update_ff68e AFTER UPDATE ON public.sources_unknowncode REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_ff68e();

COMMENT ON TRIGGER pgtrigger_update_update_ff68e ON public.sources_unknowncode IS '1823509ea8582552589e59f2189af3d22b1abacb';

CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();

CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();

CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();

CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();

CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();

CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();

CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_unit_id_7180f6e8_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_user_id_487fb39e_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_unit
    ADD CONSTRAINT accounts_unit_parent_id_2488f696_fk_accounts_unit_id FOREIGN KEY (parent_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_unit
    ADD CONSTRAINT accounts_unit_successor_id_12b553bd_fk_accounts_unit_id FOREIGN KEY (successor_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_user_groups
    ADD CONSTRAINT accounts_user_groups_group_id_bd11a704_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_user_groups
    ADD CONSTRAINT accounts_user_groups_user_id_52b62117_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_user_user_permissions
    ADD CONSTRAINT accounts_user_user_p_permission_id_113bb443_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_user_user_permissions
    ADD CONSTRAINT accounts_user_user_p_user_id_e4f0a161_fk_accounts_ FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.casework_case
    ADD CONSTRAINT casework_case_applicant_id_2e63bba3_fk_accounts_user_id FOREIGN KEY (applicant_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.casework_case
    ADD CONSTRAINT casework_case_flow_id_d5c727c6_fk_casework_flowversion_id FOREIGN KEY (flow_id) REFERENCES public.casework_flowversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.casework_clockpause
    ADD CONSTRAINT casework_clockpause_case_id_5f3a970f_fk_casework_case_id FOREIGN KEY (case_id) REFERENCES public.casework_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.casework_delegation
    ADD CONSTRAINT casework_delegation_giver_id_7c6d4e98_fk_accounts_user_id FOREIGN KEY (giver_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.casework_delegation
    ADD CONSTRAINT casework_delegation_taker_id_d72af70d_fk_accounts_user_id FOREIGN KEY (taker_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.casework_event
    ADD CONSTRAINT casework_event_case_id_84963066_fk_casework_case_id FOREIGN KEY (case_id) REFERENCES public.casework_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.casework_objection
    ADD CONSTRAINT casework_objection_case_id_af1f1d5c_fk_casework_case_id FOREIGN KEY (case_id) REFERENCES public.casework_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.casework_todo
    ADD CONSTRAINT casework_todo_assignee_id_11fe0269_fk_accounts_user_id FOREIGN KEY (assignee_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.casework_todo
    ADD CONSTRAINT casework_todo_case_id_cdd91801_fk_casework_case_id FOREIGN KEY (case_id) REFERENCES public.casework_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.casework_todo
    ADD CONSTRAINT casework_todo_done_by_id_119dd967_fk_accounts_user_id FOREIGN KEY (done_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.files_storedfile
    ADD CONSTRAINT files_storedfile_owner_id_fdad082d_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.notices_notice
    ADD CONSTRAINT notices_notice_user_id_62c74e71_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.notices_outgoing
    ADD CONSTRAINT notices_outgoing_notice_id_2068317b_fk_notices_notice_id FOREIGN KEY (notice_id) REFERENCES public.notices_notice(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.outbox_receipt
    ADD CONSTRAINT outbox_receipt_event_id_40016890_fk_outbox_event_id FOREIGN KEY (event_id) REFERENCES public.outbox_event(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.policies_decision
    ADD CONSTRAINT policies_decision_by_id_9cc7c93f_fk_accounts_user_id FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.policies_decision
    ADD CONSTRAINT policies_decision_case_id_0ecb9c6e_fk_casework_case_id FOREIGN KEY (case_id) REFERENCES public.casework_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.policies_draft
    ADD CONSTRAINT policies_draft_case_id_54481ad7_fk_casework_case_id FOREIGN KEY (case_id) REFERENCES public.casework_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.policies_draft
    ADD CONSTRAINT policies_draft_opened_by_id_f02baffb_fk_accounts_user_id FOREIGN KEY (opened_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.policies_draft
    ADD CONSTRAINT policies_draft_saved_by_id_9d758254_fk_accounts_user_id FOREIGN KEY (saved_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.policies_draftsave
    ADD CONSTRAINT policies_draftsave_by_id_0c0184b2_fk_accounts_user_id FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.policies_draftsave
    ADD CONSTRAINT policies_draftsave_draft_id_a76cebcf_fk_policies_draft_id FOREIGN KEY (draft_id) REFERENCES public.policies_draft(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.policies_edition
    ADD CONSTRAINT policies_edition_approved_by_id_63930565_fk_accounts_user_id FOREIGN KEY (approved_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.policies_edition
    ADD CONSTRAINT policies_edition_by_id_4074ad35_fk_accounts_user_id FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.policies_edition
    ADD CONSTRAINT policies_edition_case_id_d33b9acb_fk_casework_case_id FOREIGN KEY (case_id) REFERENCES public.casework_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.policies_edition
    ADD CONSTRAINT policies_edition_draft_id_adeaafe1_fk_policies_draft_id FOREIGN KEY (draft_id) REFERENCES public.policies_draft(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.policies_edition
    ADD CONSTRAINT policies_edition_withdraws_id_fc993b03_fk_policies_edition_id FOREIGN KEY (withdraws_id) REFERENCES public.policies_edition(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.policies_recognition
    ADD CONSTRAINT policies_recognition_case_id_a995ecd2_fk_casework_case_id FOREIGN KEY (case_id) REFERENCES public.casework_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.policies_recognition
    ADD CONSTRAINT policies_recognition_decision_id_41698c90_fk_policies_ FOREIGN KEY (decision_id) REFERENCES public.policies_decision(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.policies_recognitionevent
    ADD CONSTRAINT policies_recognition_recognition_id_2a7e5cca_fk_policies_ FOREIGN KEY (recognition_id) REFERENCES public.policies_recognition(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.policies_recognitionevent
    ADD CONSTRAINT policies_recognitionevent_by_id_5812008f_fk_accounts_user_id FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.policies_recognitionevent
    ADD CONSTRAINT policies_recognitionevent_case_id_7f2720e0_fk_casework_case_id FOREIGN KEY (case_id) REFERENCES public.casework_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.policies_rulesetversion
    ADD CONSTRAINT policies_rulesetvers_edition_id_15b0caee_fk_policies_ FOREIGN KEY (edition_id) REFERENCES public.policies_edition(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.policies_simulation
    ADD CONSTRAINT policies_simulation_by_id_21068b32_fk_accounts_user_id FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.policies_simulation
    ADD CONSTRAINT policies_simulation_draft_id_27962dbd_fk_policies_draft_id FOREIGN KEY (draft_id) REFERENCES public.policies_draft(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.policies_simulation
    ADD CONSTRAINT policies_simulation_snapshot_id_2d192188_fk_snapshots FOREIGN KEY (snapshot_id) REFERENCES public.snapshots_snapshot(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);

ALTER TABLE ONLY public.registry_projectmember
    ADD CONSTRAINT registry_projectmember_group_id_e4e2c3e8_fk_registry_project_id FOREIGN KEY (group_id) REFERENCES public.registry_project(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.registry_savedlist
    ADD CONSTRAINT registry_savedlist_owner_id_f8300f71_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.registry_savedlist
    ADD CONSTRAINT registry_savedlist_unit_id_d043437c_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.registry_teammember
    ADD CONSTRAINT registry_teammember_group_id_52cf3bd0_fk_registry_team_id FOREIGN KEY (group_id) REFERENCES public.registry_team(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sources_batch
    ADD CONSTRAINT sources_batch_mapping_version_id_92885d75_fk_sources_m FOREIGN KEY (mapping_version_id) REFERENCES public.sources_mappingversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sources_batch
    ADD CONSTRAINT sources_batch_received_by_id_74ef9cc7_fk_accounts_user_id FOREIGN KEY (received_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sources_batch
    ADD CONSTRAINT sources_batch_retracted_by_id_db619a66_fk_accounts_user_id FOREIGN KEY (retracted_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sources_bulkdecision
    ADD CONSTRAINT sources_bulkdecision_decided_by_id_adcf5ed1_fk_accounts_user_id FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sources_bulkdecision
    ADD CONSTRAINT sources_bulkdecision_retracted_by_id_3394f99e_fk_accounts_ FOREIGN KEY (retracted_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sources_bulkdecision
    ADD CONSTRAINT sources_bulkdecision_started_by_id_33bb858f_fk_accounts_user_id FOREIGN KEY (started_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sources_clericalsample
    ADD CONSTRAINT sources_clericalsample_drawn_by_id_2f8a8732_fk_accounts_user_id FOREIGN KEY (drawn_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sources_decision
    ADD CONSTRAINT sources_decision_decided_by_id_732cc99c_fk_accounts_user_id FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sources_decision
    ADD CONSTRAINT sources_decision_retracted_by_id_79eff0a9_fk_accounts_user_id FOREIGN KEY (retracted_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sources_issue
    ADD CONSTRAINT sources_issue_batch_id_62efeb21_fk_sources_batch_id FOREIGN KEY (batch_id) REFERENCES public.sources_batch(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sources_linkmodel
    ADD CONSTRAINT sources_linkmodel_trained_by_id_a4618e92_fk_accounts_user_id FOREIGN KEY (trained_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sources_mappingversion
    ADD CONSTRAINT sources_mappingversi_confirmed_by_id_7f3afda7_fk_accounts_ FOREIGN KEY (confirmed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sources_mappingversion
    ADD CONSTRAINT sources_mappingversi_retracted_by_id_8822153f_fk_accounts_ FOREIGN KEY (retracted_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sources_record
    ADD CONSTRAINT sources_record_valid_from_batch_id_3f61e9ed_fk_sources_batch_id FOREIGN KEY (valid_from_batch_id) REFERENCES public.sources_batch(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sources_record
    ADD CONSTRAINT sources_record_valid_to_batch_id_43f68dc5_fk_sources_batch_id FOREIGN KEY (valid_to_batch_id) REFERENCES public.sources_batch(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sources_review
    ADD CONSTRAINT sources_review_bulk_id_86f1e109_fk_sources_bulkdecision_id FOREIGN KEY (bulk_id) REFERENCES public.sources_bulkdecision(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sources_review
    ADD CONSTRAINT sources_review_case_id_61d900f0_fk_casework_case_id FOREIGN KEY (case_id) REFERENCES public.casework_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sources_review
    ADD CONSTRAINT sources_review_decision_id_e6aa8fab_fk_sources_decision_id FOREIGN KEY (decision_id) REFERENCES public.sources_decision(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sources_samplepair
    ADD CONSTRAINT sources_samplepair_decided_by_id_4191623b_fk_accounts_user_id FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sources_samplepair
    ADD CONSTRAINT sources_samplepair_sample_id_d97d1a85_fk_sources_c FOREIGN KEY (sample_id) REFERENCES public.sources_clericalsample(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sources_samplepair
    ADD CONSTRAINT sources_samplepair_second_by_id_3005e15f_fk_accounts_user_id FOREIGN KEY (second_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sources_unknowncode
    ADD CONSTRAINT sources_unknowncode_decided_by_id_0e927785_fk_accounts_user_id FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sources_unknowncode
    ADD CONSTRAINT sources_unknowncode_first_batch_id_24bcb13b_fk_sources_batch_id FOREIGN KEY (first_batch_id) REFERENCES public.sources_batch(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.taxonomy_codeitem
    ADD CONSTRAINT taxonomy_codeitem_edition_id_619b72d6_fk_taxonomy_ FOREIGN KEY (edition_id) REFERENCES public.taxonomy_codelistedition(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.taxonomy_codelistedition
    ADD CONSTRAINT taxonomy_codelistedi_pack_id_02ed0644_fk_taxonomy_ FOREIGN KEY (pack_id) REFERENCES public.taxonomy_packversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.taxonomy_packversion
    ADD CONSTRAINT taxonomy_packversion_loaded_by_id_8df86f99_fk_accounts_user_id FOREIGN KEY (loaded_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.taxonomy_regioncode
    ADD CONSTRAINT taxonomy_regioncode_region_id_73d731c0_fk_taxonomy_region_id FOREIGN KEY (region_id) REFERENCES public.taxonomy_region(id) DEFERRABLE INITIALLY DEFERRED;

GRANT USAGE ON SCHEMA public TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_jobs TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_emailaddress TO bole_app;

GRANT ALL ON SEQUENCE public.account_emailaddress_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_emailconfirmation TO bole_app;

GRANT ALL ON SEQUENCE public.account_emailconfirmation_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_idempotencykey TO bole_app;

GRANT ALL ON SEQUENCE public.accounts_idempotencykey_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_membership TO bole_app;

GRANT ALL ON SEQUENCE public.accounts_membership_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_unit TO bole_app;

GRANT ALL ON SEQUENCE public.accounts_unit_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_user TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_user_groups TO bole_app;

GRANT ALL ON SEQUENCE public.accounts_user_groups_id_seq TO bole_app;

GRANT ALL ON SEQUENCE public.accounts_user_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_user_user_permissions TO bole_app;

GRANT ALL ON SEQUENCE public.accounts_user_user_permissions_id_seq TO bole_app;

GRANT SELECT,INSERT ON TABLE public.audit_readlog TO bole_app;

GRANT ALL ON SEQUENCE public.audit_readlog_id_seq TO bole_app;

GRANT SELECT,INSERT ON TABLE public.audit_seal TO bole_app;

GRANT SELECT,INSERT ON TABLE public.audit_securityevent TO bole_app;

GRANT ALL ON SEQUENCE public.audit_securityevent_id_seq TO bole_app;

GRANT SELECT,INSERT ON TABLE public.audit_verification TO bole_app;

GRANT ALL ON SEQUENCE public.audit_verification_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_group TO bole_app;

GRANT ALL ON SEQUENCE public.auth_group_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_group_permissions TO bole_app;

GRANT ALL ON SEQUENCE public.auth_group_permissions_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_permission TO bole_app;

GRANT ALL ON SEQUENCE public.auth_permission_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.bole_cache TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.casework_case TO bole_app;

GRANT ALL ON SEQUENCE public.casework_case_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.casework_clockpause TO bole_app;

GRANT ALL ON SEQUENCE public.casework_clockpause_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.casework_delegation TO bole_app;

GRANT ALL ON SEQUENCE public.casework_delegation_id_seq TO bole_app;

GRANT SELECT,INSERT ON TABLE public.casework_delegationevent TO bole_app;

GRANT ALL ON SEQUENCE public.casework_delegationevent_pgh_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.casework_event TO bole_app;

GRANT ALL ON SEQUENCE public.casework_event_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.casework_flowversion TO bole_app;

GRANT ALL ON SEQUENCE public.casework_flowversion_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.casework_objection TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.casework_todo TO bole_app;

GRANT ALL ON SEQUENCE public.casework_todo_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.django_content_type TO bole_app;

GRANT ALL ON SEQUENCE public.django_content_type_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.django_migrations TO bole_app;

GRANT ALL ON SEQUENCE public.django_migrations_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.django_session TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.files_storedfile TO bole_app;

GRANT SELECT,INSERT ON TABLE public.files_storedfileevent TO bole_app;

GRANT ALL ON SEQUENCE public.files_storedfileevent_pgh_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.mfa_authenticator TO bole_app;

GRANT ALL ON SEQUENCE public.mfa_authenticator_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notices_notice TO bole_app;

GRANT ALL ON SEQUENCE public.notices_notice_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notices_outgoing TO bole_app;

GRANT ALL ON SEQUENCE public.notices_outgoing_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.outbox_event TO bole_app;

GRANT ALL ON SEQUENCE public.outbox_event_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.outbox_feedtoken TO bole_app;

GRANT ALL ON SEQUENCE public.outbox_feedtoken_id_seq TO bole_app;

GRANT SELECT,INSERT ON TABLE public.outbox_feedtokenevent TO bole_app;

GRANT ALL ON SEQUENCE public.outbox_feedtokenevent_pgh_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.outbox_job TO bole_app;

GRANT ALL ON SEQUENCE public.outbox_job_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.outbox_receipt TO bole_app;

GRANT ALL ON SEQUENCE public.outbox_receipt_id_seq TO bole_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.pghistory_context TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.plan_indicatorvalue TO bole_app;

GRANT ALL ON SEQUENCE public.plan_indicatorvalue_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.policies_decision TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.policies_draft TO bole_app;

GRANT ALL ON SEQUENCE public.policies_draft_id_seq TO bole_app;

GRANT SELECT,INSERT ON TABLE public.policies_draftevent TO bole_app;

GRANT ALL ON SEQUENCE public.policies_draftevent_pgh_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.policies_draftsave TO bole_app;

GRANT ALL ON SEQUENCE public.policies_draftsave_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.policies_edition TO bole_app;

GRANT ALL ON SEQUENCE public.policies_edition_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.policies_match TO bole_app;

GRANT ALL ON SEQUENCE public.policies_match_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.policies_matchrun TO bole_app;

GRANT ALL ON SEQUENCE public.policies_matchrun_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.policies_recognition TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.policies_recognitionevent TO bole_app;

GRANT ALL ON SEQUENCE public.policies_recognitionevent_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.policies_rulesetversion TO bole_app;

GRANT ALL ON SEQUENCE public.policies_rulesetversion_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.policies_simulation TO bole_app;

GRANT ALL ON SEQUENCE public.policies_simulation_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.policies_standing TO bole_app;

GRANT ALL ON SEQUENCE public.policies_standing_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.policies_tally TO bole_app;

GRANT ALL ON SEQUENCE public.policies_tally_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_events TO bole_app;

GRANT ALL ON SEQUENCE public.procrastinate_events_id_seq TO bole_app;

GRANT ALL ON SEQUENCE public.procrastinate_jobs_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_periodic_defers TO bole_app;

GRANT ALL ON SEQUENCE public.procrastinate_periodic_defers_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_workers TO bole_app;

GRANT ALL ON SEQUENCE public.procrastinate_workers_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_employername TO bole_app;

GRANT ALL ON SEQUENCE public.registry_employername_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_organisation TO bole_app;

GRANT SELECT,INSERT ON TABLE public.registry_organisationevent TO bole_app;

GRANT ALL ON SEQUENCE public.registry_organisationevent_pgh_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_person TO bole_app;

GRANT SELECT,INSERT ON TABLE public.registry_personevent TO bole_app;

GRANT ALL ON SEQUENCE public.registry_personevent_pgh_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_personredirect TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_place TO bole_app;

GRANT SELECT,INSERT ON TABLE public.registry_placeevent TO bole_app;

GRANT ALL ON SEQUENCE public.registry_placeevent_pgh_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_project TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_projectmember TO bole_app;

GRANT ALL ON SEQUENCE public.registry_projectmember_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_savedlist TO bole_app;

GRANT ALL ON SEQUENCE public.registry_savedlist_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_team TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_teammember TO bole_app;

GRANT ALL ON SEQUENCE public.registry_teammember_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.snapshots_snapshot TO bole_app;

GRANT ALL ON SEQUENCE public.snapshots_snapshot_id_seq TO bole_app;

GRANT SELECT,INSERT ON TABLE public.snapshots_snapshotevent TO bole_app;

GRANT ALL ON SEQUENCE public.snapshots_snapshotevent_pgh_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sources_batch TO bole_app;

GRANT ALL ON SEQUENCE public.sources_batch_id_seq TO bole_app;

GRANT SELECT,INSERT ON TABLE public.sources_batchevent TO bole_app;

GRANT ALL ON SEQUENCE public.sources_batchevent_pgh_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sources_bulkdecision TO bole_app;

GRANT ALL ON SEQUENCE public.sources_bulkdecision_id_seq TO bole_app;

GRANT SELECT,INSERT ON TABLE public.sources_bulkdecisionevent TO bole_app;

GRANT ALL ON SEQUENCE public.sources_bulkdecisionevent_pgh_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sources_clericalsample TO bole_app;

GRANT ALL ON SEQUENCE public.sources_clericalsample_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sources_conflict TO bole_app;

GRANT ALL ON SEQUENCE public.sources_conflict_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sources_decision TO bole_app;

GRANT ALL ON SEQUENCE public.sources_decision_id_seq TO bole_app;

GRANT SELECT,INSERT ON TABLE public.sources_decisionevent TO bole_app;

GRANT ALL ON SEQUENCE public.sources_decisionevent_pgh_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sources_edge TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sources_formercluster TO bole_app;

GRANT ALL ON SEQUENCE public.sources_formercluster_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sources_home TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sources_issue TO bole_app;

GRANT ALL ON SEQUENCE public.sources_issue_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sources_linkmodel TO bole_app;

GRANT ALL ON SEQUENCE public.sources_linkmodel_id_seq TO bole_app;

GRANT SELECT,INSERT ON TABLE public.sources_linkmodelevent TO bole_app;

GRANT ALL ON SEQUENCE public.sources_linkmodelevent_pgh_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sources_linkrun TO bole_app;

GRANT ALL ON SEQUENCE public.sources_linkrun_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sources_mappingversion TO bole_app;

GRANT ALL ON SEQUENCE public.sources_mappingversion_id_seq TO bole_app;

GRANT SELECT,INSERT ON TABLE public.sources_mappingversionevent TO bole_app;

GRANT ALL ON SEQUENCE public.sources_mappingversionevent_pgh_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sources_membership TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sources_pastmembership TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sources_record TO bole_app;

GRANT ALL ON SEQUENCE public.sources_record_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sources_review TO bole_app;

GRANT ALL ON SEQUENCE public.sources_review_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sources_samplepair TO bole_app;

GRANT ALL ON SEQUENCE public.sources_samplepair_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sources_stale TO bole_app;

GRANT ALL ON SEQUENCE public.sources_stale_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sources_tombstone TO bole_app;

GRANT ALL ON SEQUENCE public.sources_tombstone_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sources_unknowncode TO bole_app;

GRANT ALL ON SEQUENCE public.sources_unknowncode_id_seq TO bole_app;

GRANT SELECT,INSERT ON TABLE public.sources_unknowncodeevent TO bole_app;

GRANT ALL ON SEQUENCE public.sources_unknowncodeevent_pgh_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.taxonomy_codeitem TO bole_app;

GRANT ALL ON SEQUENCE public.taxonomy_codeitem_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.taxonomy_codelistedition TO bole_app;

GRANT ALL ON SEQUENCE public.taxonomy_codelistedition_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.taxonomy_packversion TO bole_app;

GRANT ALL ON SEQUENCE public.taxonomy_packversion_id_seq TO bole_app;

GRANT SELECT,INSERT ON TABLE public.taxonomy_packversionevent TO bole_app;

GRANT ALL ON SEQUENCE public.taxonomy_packversionevent_pgh_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.taxonomy_region TO bole_app;

GRANT ALL ON SEQUENCE public.taxonomy_region_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.taxonomy_regioncode TO bole_app;

GRANT ALL ON SEQUENCE public.taxonomy_regioncode_id_seq TO bole_app;

GRANT SELECT,INSERT ON TABLE public.taxonomy_regionevent TO bole_app;

GRANT ALL ON SEQUENCE public.taxonomy_regionevent_pgh_id_seq TO bole_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.vault_datakey TO bole_app;

GRANT ALL ON SEQUENCE public.vault_datakey_id_seq TO bole_app;

ALTER DEFAULT PRIVILEGES FOR ROLE bole_owner IN SCHEMA public GRANT ALL ON SEQUENCES TO bole_app;

ALTER DEFAULT PRIVILEGES FOR ROLE bole_owner IN SCHEMA public GRANT SELECT,INSERT,DELETE,UPDATE ON TABLES TO bole_app;

--
-- PostgreSQL database dump complete
--

INSERT INTO public.django_migrations VALUES
	(1, 'contenttypes', '0001_initial', now()),
	(2, 'contenttypes', '0002_remove_content_type_name', now()),
	(3, 'auth', '0001_initial', now()),
	(4, 'auth', '0002_alter_permission_name_max_length', now()),
	(5, 'auth', '0003_alter_user_email_max_length', now()),
	(6, 'auth', '0004_alter_user_username_opts', now()),
	(7, 'auth', '0005_alter_user_last_login_null', now()),
	(8, 'auth', '0006_require_contenttypes_0002', now()),
	(9, 'auth', '0007_alter_validators_add_error_messages', now()),
	(10, 'auth', '0008_alter_user_username_max_length', now()),
	(11, 'auth', '0009_alter_user_last_name_max_length', now()),
	(12, 'auth', '0010_alter_group_name_max_length', now()),
	(13, 'auth', '0011_update_proxy_permissions', now()),
	(14, 'auth', '0012_alter_user_first_name_max_length', now()),
	(15, 'accounts', '0001_initial', now()),
	(16, 'account', '0001_initial', now()),
	(17, 'account', '0002_email_max_length', now()),
	(18, 'account', '0003_alter_emailaddress_create_unique_verified_email', now()),
	(19, 'account', '0004_alter_emailaddress_drop_unique_email', now()),
	(20, 'account', '0005_emailaddress_idx_upper_email', now()),
	(21, 'account', '0006_emailaddress_lower', now()),
	(22, 'account', '0007_emailaddress_idx_email', now()),
	(23, 'account', '0008_emailaddress_unique_primary_email_fixup', now()),
	(24, 'account', '0009_emailaddress_unique_primary_email', now()),
	(25, 'audit', '0001_initial', now()),
	(26, 'pghistory', '0001_initial', now()),
	(27, 'pghistory', '0002_aggregateevent', now()),
	(28, 'pghistory', '0003_auto_20201023_1636', now()),
	(29, 'pghistory', '0004_auto_20220906_1625', now()),
	(30, 'pghistory', '0005_events_middlewareevents', now()),
	(31, 'pghistory', '0006_delete_aggregateevent', now()),
	(32, 'pghistory', '0007_auto_20250421_0444', now()),
	(33, 'casework', '0001_initial', now()),
	(34, 'files', '0001_initial', now()),
	(35, 'mfa', '0001_initial', now()),
	(36, 'mfa', '0002_authenticator_timestamps', now()),
	(37, 'mfa', '0003_authenticator_type_uniq', now()),
	(38, 'notices', '0001_initial', now()),
	(39, 'procrastinate', '0001_initial', now()),
	(40, 'outbox', '0001_initial', now()),
	(41, 'plan', '0001_initial', now()),
	(42, 'snapshots', '0001_initial', now()),
	(43, 'policies', '0001_initial', now()),
	(44, 'procrastinate', '0002_drop_started_at_column', now()),
	(45, 'procrastinate', '0003_drop_started_at_column', now()),
	(46, 'procrastinate', '0004_drop_procrastinate_version_table', now()),
	(47, 'procrastinate', '0005_fix_procrastinate_fetch_job', now()),
	(48, 'procrastinate', '0006_fix_trigger_status_events_insert', now()),
	(49, 'procrastinate', '0007_add_queueing_lock_column', now()),
	(50, 'procrastinate', '0008_close_fetch_job_race_condition', now()),
	(51, 'procrastinate', '0009_add_defer_job_function', now()),
	(52, 'procrastinate', '0010_add_procrastinate_periodic_defers', now()),
	(53, 'procrastinate', '0011_add_foreign_key_index', now()),
	(54, 'procrastinate', '0012_add_locks_to_periodic_defer', now()),
	(55, 'procrastinate', '0013_fix_procrastinate_defer_periodic_job', now()),
	(56, 'procrastinate', '0014_add_finish_job_and_retry_job_functions', now()),
	(57, 'procrastinate', '0015_add_trigger_on_job_deletion', now()),
	(58, 'procrastinate', '0016_delete_finished_jobs', now()),
	(59, 'procrastinate', '0017_add_checks_to_finish_job', now()),
	(60, 'procrastinate', '0018_add_checks_to_retry_job', now()),
	(61, 'procrastinate', '0019_fix_finish_job_compat_issue', now()),
	(62, 'procrastinate', '0020_add_index_on_procrastinate_jobs', now()),
	(63, 'procrastinate', '0021_add_kwargs_to_defer_periodic_job', now()),
	(64, 'procrastinate', '0022_null_locks_excluded', now()),
	(65, 'procrastinate', '0023_remove_old_finish_job_function', now()),
	(66, 'procrastinate', '0024_job_id_bigint', now()),
	(67, 'procrastinate', '0025_add_models', now()),
	(68, 'procrastinate', '0026_add_job_priority', now()),
	(69, 'procrastinate', '0027_add_periodic_job_priority', now()),
	(70, 'procrastinate', '0028_add_cancel_states', now()),
	(71, 'procrastinate', '0029_add_additional_params_to_retry_job', now()),
	(72, 'procrastinate', '0030_alter_procrastinateevent_options', now()),
	(73, 'procrastinate', '0031_add_indexes_for_fetch_job', now()),
	(74, 'procrastinate', '0032_pre_cancel_notification', now()),
	(75, 'procrastinate', '0033_post_cancel_notification', now()),
	(76, 'procrastinate', '0034_pre_add_heartbeat', now()),
	(77, 'procrastinate', '0035_post_add_heartbeat', now()),
	(78, 'procrastinate', '0036_add_worker_model', now()),
	(79, 'procrastinate', '0037_pre_batch_defer_jobs', now()),
	(80, 'procrastinate', '0038_post_batch_defer_jobs', now()),
	(81, 'procrastinate', '0039_pre_priority_lock_fetch_job', now()),
	(82, 'procrastinate', '0040_pre_retry_failed_job', now()),
	(83, 'procrastinate', '0041_post_retry_failed_job', now()),
	(84, 'registry', '0001_initial', now()),
	(85, 'sessions', '0001_initial', now()),
	(86, 'sources', '0001_initial', now()),
	(87, 'taxonomy', '0001_initial', now()),
	(88, 'vault', '0001_initial', now());
