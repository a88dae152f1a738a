from django.apps import AppConfig


class PciConfig(AppConfig):
    name = "investment.pci"
    verbose_name = "PCI"
