"""Every clock of every verdict: its article's period, and one day worked out without our own counting.

The figures stand here a second time on purpose: read them beside the articles. Working days are counted here by another
library's calendar, the rest by hand.
"""

from datetime import date, timedelta

import chinese_calendar
import pytest

from knowledge import calendar_file
from knowledge.library import Library
from knowledge.model import Clock
from knowledge.workdays import Period, due

BEFORE_LAUNCH = ("launch_date", None, "before-event", True)
CLOCKS: dict[str, dict[str, tuple[str, int | None, str, bool]]] = {
    "user-account-information-2022#9": {"cn-accounts.verify_identity": BEFORE_LAUNCH},
    "algorithm-recommendation-2021#24": {
        "cn-algorithm.file_within_10": ("launch_date", 10, "working-days", False),
        "cn-algorithm.supporter_files": ("launch_date", 10, "working-days", False),
        "cn-algorithm.amend_within_10": ("filing_change_date", 10, "working-days", False),
        "cn-algorithm.cancel_within_20": ("service_end_date", 20, "working-days", False),
        "cn-anthropomorphic.file_within_10": ("launch_date", 10, "working-days", False),
        "cn-deep-synthesis.file_within_10": ("launch_date", 10, "working-days", False),
        "cn-deep-synthesis.supporter_files": ("launch_date", 10, "working-days", False),
    },
    "app-information-services-2022#17": {"cn-app-distribution.file_store": ("launch_date", 30, "days", False)},
    "app-filing-miit-2023#1": {
        "cn-app-filing.file_first": BEFORE_LAUNCH,
        "cn-app-filing.mainland_sponsor": BEFORE_LAUNCH,
    },
    "security-assessment-2018#7": {
        "cn-security-assessment.report_before_launch": BEFORE_LAUNCH,
        "cn-security-assessment.mini_program": BEFORE_LAUNCH,
        "cn-security-assessment.report_within_30": ("circumstance_date", 30, "working-days", False),
        "cn-audio-video.assess_audio_video": BEFORE_LAUNCH,
        "cn-comments.assess_comments": BEFORE_LAUNCH,
        "cn-deep-synthesis.assess_function": BEFORE_LAUNCH,
        "cn-generative-ai.file_model": BEFORE_LAUNCH,
        "cn-generative-ai.unfiled_model": BEFORE_LAUNCH,
    },
    "deep-synthesis-2022#15": {"cn-deep-synthesis.assess_tool": BEFORE_LAUNCH},
    "generative-ai-2023#17": {"cn-generative-ai.register": BEFORE_LAUNCH},
    "cross-border-data-flow-2024#7": {
        "cn-data-export.security_assessment": ("export_date", None, "before-event", True)
    },
    "cross-border-data-flow-2024#8": {
        "cn-data-export.contract_or_certification": ("export_date", None, "before-event", True)
    },
    "cross-border-data-flow-2024#9": {
        "cn-data-export.extend_assessment": ("export_expiry_date", 60, "working-days", True)
    },
    "pi-export-certification-2025#8": {"cn-data-export.renew_certificate": ("export_expiry_date", 6, "months", True)},
    "pi-export-standard-contract-2023#7": {
        "cn-data-export.file_contract": ("contract_effective_date", 10, "working-days", False)
    },
    "facial-recognition-2025#15": {
        "cn-face-recognition.file_within_30": ("face_reached_date", 30, "working-days", False),
        "cn-face-recognition.amend_within_30": ("face_change_date", 30, "working-days", False),
        "cn-face-recognition.cancel_within_30": ("face_change_date", 30, "working-days", False),
    },
    "internet-information-services-2000#4": {
        "cn-icp.filing_or_licence": BEFORE_LAUNCH,
        "cn-icp.licence_required": BEFORE_LAUNCH,
    },
    "internet-information-services-2000#11": {"cn-icp.change_first": ("change_date", 30, "days", True)},
    "cyber-incident-reporting-2025#4": {
        "cn-incident-reporting.report_1h": ("incident_date", 1, "hours", False),
        "cn-incident-reporting.report_2h": ("incident_date", 2, "hours", False),
        "cn-incident-reporting.report_4h": ("incident_date", 4, "hours", False),
    },
    "cyber-incident-reporting-2025#8": {
        "cn-incident-reporting.summary_30": ("incident_closed_date", 30, "days", False)
    },
    "live-streaming-2016#5": {"cn-live-streaming.dual_news_licence": BEFORE_LAUNCH},
    "live-streaming-2016#12": {"cn-live-streaming.verify_streamers": BEFORE_LAUNCH},
    "minors-network-protection-2023#43": {"cn-minors.mode_required": BEFORE_LAUNCH},
    "minors-pi-audit-notice-2025#2": {"cn-minors.audit_by_january": ("audit_year_end", 1, "months", False)},
    "mlps-2007#15": {
        "cn-mlps.file_after_grading": ("grading_date", 30, "days", False),
        "cn-mlps.file_after_operation": ("operation_date", 30, "days", False),
    },
    "mlps-2007#14": {
        "cn-mlps.yearly": ("last_mlps_test_date", 1, "years", False),
        "cn-mlps.half_yearly": ("last_mlps_test_date", 6, "months", False),
    },
    "network-data-risk-assessment-2026#16": {
        "cn-network-data.yearly_with_report": ("risk_assessment_date", 20, "working-days", False)
    },
    "network-data-risk-assessment-2026#18": {
        "cn-network-data.ordered_assessment": ("rectification_date", 15, "working-days", False)
    },
    "news-information-services-2017#5": {"cn-news.licence_needed": BEFORE_LAUNCH},
    "news-new-tech-assessment-2017#9": {
        "cn-news.assess_and_request": ("news_self_assessment_date", 10, "working-days", False)
    },
    "pipo-reporting-2025#2": {
        "cn-pi-governance.report_officer": ("million_date", 30, "working-days", False),
        "cn-pi-governance.report_change": ("officer_change_date", 30, "working-days", False),
    },
    "pi-compliance-audit-2025#11": {
        "cn-pi-governance.ordered_audit": ("rectification_date", 15, "working-days", False)
    },
    "pipl-2021#55": {
        "cn-pi.assessment": ("processing_date", None, "before-event", True),
        "cn-pi.simple_assessment": ("processing_date", None, "before-event", True),
    },
    "international-networking-security-1997#12": {
        "cn-police-filing.file_within_30": ("launch_date", 30, "days", False)
    },
    "telecom-regulations-2000#7": {
        "cn-telecom-licence.network_licence": BEFORE_LAUNCH,
        "cn-telecom-licence.vpn_licence": BEFORE_LAUNCH,
    },
    "telecom-regulations-2000#15": {"cn-telecom-licence.apply_90": ("change_date", 90, "days", True)},
    "telecom-licensing-2017#2": {"cn-telecom-licence.renew_90": ("licence_expiry_date", 90, "days", True)},
}
LISTED = {name: (cite, clock) for cite, clocks in CLOCKS.items() for name, clock in clocks.items()}
UNITS = {"working-days": "个工作日", "days": "日", "hours": "小时", "months": "个月", "years": "年"}


@pytest.fixture(scope="module")
def clocks(library: Library) -> dict[str, Clock]:
    """Every clock that a rule leads to, by regime and outcome."""
    return {
        f"{verdict.regime}.{rule.then}": outcome.deadline
        for verdict in library.verdicts.values()
        for rule in verdict.rules
        if (outcome := verdict.outcomes[rule.then]).deadline is not None
    }


def test_every_clock_is_listed_here_and_nothing_else_is(clocks):
    assert set(clocks) == set(LISTED)


@pytest.mark.parametrize("name", LISTED)
def test_a_clock_runs_from_its_event_for_the_period_of_its_article(clocks, name):
    cite, listed = LISTED[name]
    clock = clocks[name]
    assert (clock.event, clock.length, clock.unit, clock.before) == listed
    assert cite in clock.cite
    # None of these articles moves a last day off work, so rolling is shown as an analogy; the end of a month is a date.
    assert clock.roll is (False if name == "cn-minors.audit_by_january" else None)


@pytest.mark.parametrize("name", [name for name, (_, clock) in LISTED.items() if clock[1] is not None])
def test_the_gist_of_the_article_names_the_period(library: Library, name):
    cite, (_, length, unit, _) = LISTED[name]
    gist = library.article(cite).gist.zh
    known = {"cn-mlps.yearly": "每年", "cn-mlps.half_yearly": "每半年", "cn-minors.audit_by_january": "1月底前"}
    assert known.get(name, f"{length}{UNITS[unit]}") in gist.replace("之", ""), gist


def other_count(event: date, length: int) -> date:
    """Count working days by another calendar: forward for a positive length, back for a negative one."""
    day, step = event, timedelta(days=1 if length > 0 else -1)
    for _ in range(abs(length)):
        day += step
        while not chinese_calendar.is_workday(day):
            day += step
    return day


@pytest.mark.parametrize(
    ("length", "event", "expected"),
    [
        (10, "2026-02-11", "2026-03-03"),  # the Spring Festival of 2026 (15 to 23 Feb) and two make-up Saturdays
        (10, "2026-09-21", "2026-10-12"),  # National Day, Mid-Autumn, a make-up Saturday
        (15, "2026-04-20", "2026-05-13"),  # Labour Day and its make-up Saturday
        (20, "2026-09-14", "2026-10-16"),  # a make-up Sunday and a make-up Saturday
        (30, "2026-01-05", "2026-02-14"),  # ends on a make-up Saturday
        (-60, "2026-12-31", "2026-10-09"),
    ],
)
def test_each_length_in_working_days_across_holidays(length, event, expected):
    start = date.fromisoformat(event)
    assert other_count(start, length).isoformat() == expected
    period = Period(abs(length), "working-days", before=length < 0)
    assert due(start, period, calendar_file.built_in()).due.isoformat() == expected


@pytest.mark.parametrize(
    ("name", "event", "expected", "rolled"),
    [
        ("cn-app-distribution.file_store", "2026-11-02", "2026-12-02", None),
        ("cn-police-filing.file_within_30", "2026-10-20", "2026-11-19", None),
        ("cn-mlps.file_after_grading", "2026-11-20", "2026-12-20", "2026-12-21"),  # a Sunday
        ("cn-incident-reporting.summary_30", "2026-08-31", "2026-09-30", None),
        ("cn-icp.change_first", "2026-12-31", "2026-12-01", None),
        ("cn-telecom-licence.renew_90", "2026-12-31", "2026-10-02", "2026-09-30"),  # in National Day: before it
        ("cn-telecom-licence.apply_90", "2026-12-15", "2026-09-16", None),
        ("cn-data-export.renew_certificate", "2026-12-31", "2026-06-30", None),
        (
            "cn-data-export.renew_certificate",
            "2026-08-31",
            "2026-02-28",
            None,
        ),  # February has no 31st; a make-up Saturday
        ("cn-mlps.yearly", "2025-06-30", "2026-06-30", None),
        ("cn-mlps.half_yearly", "2025-12-31", "2026-06-30", None),
        (
            "cn-minors.audit_by_january",
            "2025-12-31",
            "2026-01-31",
            "2026-02-02",
        ),  # a Saturday; the rule does not move it
        ("cn-security-assessment.report_before_launch", "2026-12-22", "2026-12-21", None),
        ("cn-security-assessment.report_before_launch", "2026-12-21", "2026-12-20", "2026-12-18"),
    ],
)
def test_a_clock_in_days_months_and_years_worked_out_by_hand(clocks, name, event, expected, rolled):
    clock = clocks[name]
    period = Period(clock.length, clock.unit, clock.before, clock.roll)
    found = due(date.fromisoformat(event), period, calendar_file.built_in())
    assert found.due.isoformat() == expected
    assert (found.rolled and found.rolled.isoformat()) == rolled
