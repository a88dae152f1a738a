from projects.models.batch import ColumnMapping, ImportBatch, ImportedRecord
from projects.models.classifications import Industry, Sector
from projects.models.domestic import (
    DomesticDocument,
    DomesticEvent,
    DomesticInvestor,
    DomesticProject,
)
from projects.models.entry import Entry, EntryState, Immutable
from projects.models.fdi import (
    FdiDocument,
    FdiEvent,
    FdiPicture,
    FdiProject,
    Investor,
    Milestone,
)
from projects.models.ngo import NgoAid, NgoDocument, NgoStage, NgoYear
from projects.models.oda import OdaDocument, OdaFund, OdaProject, OdaStage, OdaYear
from projects.models.parties import Agency, Country, CountryAlias, Organisation
from projects.models.places import AdministrativeUnit, Zone
from projects.models.project import Project
from projects.models.reference import Shipped

__all__ = [
    "AdministrativeUnit",
    "Agency",
    "ColumnMapping",
    "Country",
    "CountryAlias",
    "DomesticDocument",
    "DomesticEvent",
    "DomesticInvestor",
    "DomesticProject",
    "Entry",
    "EntryState",
    "FdiDocument",
    "FdiEvent",
    "FdiPicture",
    "FdiProject",
    "Immutable",
    "ImportBatch",
    "ImportedRecord",
    "Industry",
    "Investor",
    "Milestone",
    "NgoAid",
    "NgoDocument",
    "NgoStage",
    "NgoYear",
    "OdaDocument",
    "OdaFund",
    "OdaProject",
    "OdaStage",
    "OdaYear",
    "Organisation",
    "Project",
    "Sector",
    "Shipped",
    "Zone",
]
