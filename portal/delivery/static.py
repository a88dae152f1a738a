"""How the files of static/ are stored and sent: under names that carry their hash, compressed."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

SOURCE_MAP = "sourceMappingURL"


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed files; a reference to a missing one fails the build.

    Source maps of other projects are not published, so the references to them stay untouched
    (Django would fail on the missing file). Modules import each other under their hashed names.
    """

    def __init__(self, *args, **kwargs):
        # For nginx, which is another user; uploads are read by us alone.
        super().__init__(
            *args, file_permissions_mode=0o644, directory_permissions_mode=0o755, **kwargs
        )

    support_js_module_import_aggregation = True
    keep_only_hashed_files = True
    patterns = tuple(
        (glob, tuple(rule for rule in rules if SOURCE_MAP not in str(rule)))
        for glob, rules in CompressedManifestStaticFilesStorage.patterns
    )

    def post_process(self, paths, *args, **kwargs):
        for path in [path for path in paths if path.endswith(".map")]:
            del paths[path]
            self.delete(path)
        return super().post_process(paths, *args, **kwargs)


def add_headers(headers, path, url):
    """WhiteNoise calls this for each file it sends; SecurityMiddleware adds the rest."""
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
