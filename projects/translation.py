from modeltranslation.translator import TranslationOptions, translator

from portal.publishing.registration import register_with_history
from projects.models import (
    AdministrativeUnit,
    Agency,
    Country,
    DomesticDocument,
    DomesticInvestor,
    DomesticProject,
    FdiDocument,
    FdiPicture,
    FdiProject,
    Industry,
    Investor,
    Milestone,
    NgoAid,
    NgoDocument,
    NgoStage,
    OdaDocument,
    OdaFund,
    OdaProject,
    OdaStage,
    Organisation,
    Sector,
    Zone,
)


class NamedOptions(TranslationOptions):
    fields = ("name",)


class UnitOptions(TranslationOptions):
    fields = ("name", "full_name")


for model in (Zone, Industry, Sector, Country, Organisation, Agency):
    translator.register(model, NamedOptions)
translator.register(AdministrativeUnit, UnitOptions)

PROJECT_TEXTS = ["title", "slug", "objectives", "source"]
register_with_history(FdiProject, [*PROJECT_TEXTS, "scale", "address", "incentives", "conditions"])
register_with_history(DomesticProject, [*PROJECT_TEXTS, "scale", "address"])
register_with_history(OdaProject, PROJECT_TEXTS)
register_with_history(NgoAid, PROJECT_TEXTS)
register_with_history(Milestone, ["title"])
register_with_history(FdiPicture, ["alt", "caption", "credit"])
for document in (FdiDocument, DomesticDocument, OdaDocument, NgoDocument):
    register_with_history(document, ["title"])
for stage in (OdaStage, NgoStage):
    register_with_history(stage, ["source"])
for untranslated in (Investor, DomesticInvestor, OdaFund):
    register_with_history(untranslated, [])
