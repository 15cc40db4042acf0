"""What a citizen may ask for: procedures as data, the types that check them, and a sample province.

A published procedure is its canonical JSON and the digest of it; everything here is read, never
written. The e-form inside stays a mapping, which `forms.load_schema` checks.
"""

from procedures.catalogue.form_sets import (
    Form,
    FormSet,
    Slip,
    SlipForm,
    SlipSigner,
    form_for,
    form_sets,
)
from procedures.catalogue.labels import labels
from procedures.catalogue.loader import canonical, digest_of, load_procedure
from procedures.catalogue.node import CatalogueError
from procedures.catalogue.places import all_places, country_places
from procedures.catalogue.province import Tier, province
from procedures.catalogue.sample import (
    SampleCitizen,
    SampleOfficer,
    SamplePost,
    sample_citizens,
    sample_officers,
    sample_units,
)
from procedures.catalogue.shipped import Shipped, shipped_procedures
from procedures.catalogue.types import (
    Channel,
    ChannelKind,
    Component,
    Declaration,
    Fee,
    LegalBasis,
    Level,
    Procedure,
    ResultSpec,
    Sector,
    Signing,
)

__all__ = [
    "CatalogueError",
    "Channel",
    "ChannelKind",
    "Component",
    "Declaration",
    "Fee",
    "Form",
    "FormSet",
    "LegalBasis",
    "Level",
    "Procedure",
    "ResultSpec",
    "SampleCitizen",
    "SampleOfficer",
    "SamplePost",
    "Sector",
    "Shipped",
    "Signing",
    "Slip",
    "SlipForm",
    "SlipSigner",
    "Tier",
    "all_places",
    "canonical",
    "country_places",
    "digest_of",
    "form_for",
    "form_sets",
    "labels",
    "load_procedure",
    "province",
    "sample_citizens",
    "sample_officers",
    "sample_units",
    "shipped_procedures",
]
