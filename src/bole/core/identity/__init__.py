"""Who is meant: identity numbers, credit codes, passports, telephones and names, by the letter of the standards.

Scalar functions without state; `people/sources/reading` holds their column-wise twins.
"""

from bole.core.identity.cn_id import CitizenId, IdState, check_character, clean_id, parse_id, region_plausible, widen
from bole.core.identity.documents import document_kind, is_military, parse_passport
from bole.core.identity.masking import mask_any, mask_id, mask_name, mask_phone
from bole.core.identity.names import NameForms, clean_name, name_faults, name_forms
from bole.core.identity.phones import is_mobile, parse_phone
from bole.core.identity.uscc import clean_uscc, parse_uscc, uscc_check_character

__all__ = [
    "CitizenId",
    "IdState",
    "NameForms",
    "check_character",
    "clean_id",
    "clean_name",
    "clean_uscc",
    "document_kind",
    "is_military",
    "is_mobile",
    "mask_any",
    "mask_id",
    "mask_name",
    "mask_phone",
    "name_faults",
    "name_forms",
    "parse_id",
    "parse_passport",
    "parse_phone",
    "parse_uscc",
    "region_plausible",
    "uscc_check_character",
    "widen",
]
