#!/usr/bin/env python3
"""Writes a checklist for a design review from constraints.json."""

import json
import sys

PRIORITIES = ("must", "should", "may")


def main() -> None:
    request = json.load(sys.stdin)
    with open(request["files"][0], encoding="utf-8") as file:
        constraints = json.load(file)
    priorities = request["args"].get("priorities", PRIORITIES)
    if not set(priorities) <= set(PRIORITIES):
        print(json.dumps({"failure": "args.priorities knows must, should and may"}))
        return

    lines = [f"# Review of {constraints['project']['name']}", ""]
    for priority in PRIORITIES:
        chosen = [r for r in constraints["requirements"] if r["priority"] == priority and priority in priorities]
        if chosen:
            lines += [f"## {priority.capitalize()}", ""]
            for requirement in chosen:
                source = requirement["source"]
                lines.append(
                    f"- [ ] **{requirement['id']}** {requirement['text']} ({source['file']}:{source['line']})"
                )
            lines.append("")
    proposal = {"files": [{"path": "review-checklist.md", "text": "\n".join(lines)}]}
    print(json.dumps(proposal))


if __name__ == "__main__":
    main()
