from portal.pages.models.page import Page
from portal.pages.models.site import MenuItem, SiteIdentity

__all__ = ["MenuItem", "Page", "SiteIdentity"]
