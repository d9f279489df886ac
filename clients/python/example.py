"""Fetches what has been decided since the last time, and confirms it."""

import os
from pathlib import Path

from samtjanst_client import Client

kept = Path(os.environ.get("CURSOR_FILE", "cursor.txt"))
system = Client(os.environ["HOST"], os.environ["CLIENT_ID"], os.environ["SECRET"])
after, has_more = kept.read_text() if kept.exists() else "", True
while has_more:
    page = system.changes(after=after)
    for change in page["items"]:
        if change["event"] == "decided":
            case = system.case(change["reference"])
            number = f"E-{case['reference']}"  # here the system stores the case
            system.confirm(case["reference"], {"route": "Elevsystemet", "number": number})
            print(case["reference"], case["state"], number)
    after, has_more = page["cursor"], page["has_more"]
    kept.write_text(after)
