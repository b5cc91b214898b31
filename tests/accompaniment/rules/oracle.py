"""A slow judge of spreadsheets, written from the rules' words alone; it shares no code with the real one."""

import calendar
import re
from contextlib import suppress
from datetime import date, datetime, timedelta

COLUMNS = [
    "claim_id",
    "applicant",
    "co_supporter",
    "recipient",
    "support_on",
    "start",
    "end",
    "filed_on",
    "state",
]


def day(text):
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    return date(*map(int, text.split("-")))


def clock(text):
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        raise ValueError(text)
    return datetime(2000, 1, 1, int(text[:2]), int(text[3:]))


def month_later(on):
    year, month = (on.year + 1, 1) if on.month == 12 else (on.year, on.month + 1)
    return date(year, month, min(on.day, calendar.monthrange(year, month)[1]))


def bad_column(claim):
    for column in COLUMNS:
        value = claim[column]
        try:
            if column in ("claim_id", "applicant", "recipient") and not value:
                return column
            if column == "co_supporter" and value and "" in value.split("+"):
                return column
            if column in ("support_on", "filed_on"):
                day(value)
            if column in ("start", "end"):
                clock(value)
            if column == "state" and value not in ("", "withdrawn", "rejected"):
                return column
        except ValueError:
            return column
    return None


def registered(person, filed):
    return person is not None and day(person["registered_on"]) <= filed


def eligible(person, support, filed):
    if person["experience_confirmed_on"] and day(person["experience_confirmed_on"]) <= filed:
        return True
    done = {code for code, on in person["completed"] if day(on) <= filed}
    needed = {"basic-1", "basic-2", "basic-3", "basic-4"}
    if support >= date(2024, 4, 1):
        needed.add("basic-5")
    return needed <= done


def reasons_2023(claim, people, earlier):
    """`earlier` are (recipient, state, verdict) of the rows above."""
    support, filed = day(claim["support_on"]), day(claim["filed_on"])
    start, end = clock(claim["start"]), clock(claim["end"])
    if end < start:
        end += timedelta(days=1)
    applicant = people.get(claim["applicant"])
    names = claim["co_supporter"].split("+") if claim["co_supporter"] else []
    seconds = [people.get(name) for name in names]
    accepted = [row for row in earlier if row == (claim["recipient"], "", "accepted")]
    found = {
        "support_before_term": support < date(2023, 7, 10),
        "support_after_term": support > date(2026, 2, 28),
        "filed_before_support": filed < support,
        "filed_late": filed > month_later(support),
        "too_short": end - start < timedelta(hours=1),
        "not_registered": not registered(applicant, filed),
        "not_eligible": registered(applicant, filed) and not eligible(applicant, support, filed),
        "co_supporter_not_registered": any(not registered(person, filed) for person in seconds),
        "co_supporter_not_eligible": any(
            registered(person, filed) and not eligible(person, support, filed) for person in seconds
        ),
        "same_supporter_twice": len({claim["applicant"], *names}) < 1 + len(names),
        "too_many_supporters": len(names) > 1,
        "recipient_cap_reached": len(accepted) >= 3,
    }
    amount = 0 if end - start < timedelta(hours=1) else 4000 if end - start < timedelta(hours=2) else 8000
    return [reason for reason, applies in found.items() if applies], amount * (1 + len(names))


def judge_2023(people, claims):
    """`people`: {id: {registered_on, experience_confirmed_on, completed: [(code, day)]}}; claims as text."""
    earlier, judged = [], []
    for claim in claims:
        deadline = ""
        with suppress(ValueError):
            deadline = month_later(day(claim["support_on"])).isoformat()
        bad = bad_column(claim)
        if bad:
            judged.append((claim["claim_id"], "error", 0, deadline, "", f"bad_row:{bad}"))
            continue
        reasons, amount = reasons_2023(claim, people, earlier)
        verdict = "refused" if reasons else "accepted"
        earlier.append((claim["recipient"], claim["state"], verdict))
        pay = "" if reasons else month_later(day(claim["filed_on"]).replace(day=1)).isoformat()[:7]
        judged.append(
            (claim["claim_id"], verdict, 0 if reasons else amount, deadline, pay, ";".join(reasons))
        )
    return judged
