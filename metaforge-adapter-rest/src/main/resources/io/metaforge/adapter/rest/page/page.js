// Sends decisions through the JSON API, bound to the digest on the page, and keeps the overview up to date.
"use strict";

const decide = document.querySelector(".decide");
if (decide) {
  const outcome = decide.querySelector(".outcome");
  for (const form of decide.querySelectorAll("form")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const body = { digest: decide.dataset.digest };
      for (const [name, value] of new FormData(form)) {
        if (value.trim() !== "") body[name] = value;
      }
      const buttons = decide.querySelectorAll("button");
      buttons.forEach((button) => { button.disabled = true; });
      outcome.className = "outcome";
      outcome.textContent = "…";
      try {
        const response = await fetch(`/api/v1/${form.dataset.verb}/${decide.dataset.session}`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify(body),
        });
        const answer = await response.json();
        if (!response.ok) throw new Error(answer.error.message);
        location.reload();
      } catch (failure) {
        outcome.className = "outcome problem";
        outcome.textContent = failure.message;
        buttons.forEach((button) => { button.disabled = false; });
      }
    });
  }
}

if (document.body.dataset.page === "overview") {
  const events = new EventSource("/api/v1/events");
  let due;
  const reload = () => {
    clearTimeout(due);
    due = setTimeout(() => location.reload(), 500);
  };
  for (const name of ["session.complete", "approval.approved", "approval.rejected", "budget.approved", "session.deleted"]) {
    events.addEventListener(name, reload);
  }
  addEventListener("pagehide", () => events.close());
}
