"""The day on which a source says that a report appeared, for reports that do not say it themselves."""

from __future__ import annotations

from memcon.model.record import Report

_NO_DAY = "no day of publication was given or found"


def with_day(report: Report, day: str | None, what: str) -> Report:
    """The report with its source's day where it has none of its own; ``what`` that day is goes into the warnings."""
    article = report.article
    if article.published is None and day is not None:
        article.published, article.published_basis = day, "file"
        report.warnings[:] = [w for w in report.warnings if not w.startswith(_NO_DAY)]
        report.warnings.append(f"no day of publication was found; {what}, {day}, is taken for it")
    return report
