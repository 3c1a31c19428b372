// The form's behaviour: the token comes from the link's fragment or is typed once; words are never lost.
const KEY = "desireline.note.token";
const AUTHOR = "desireline.note.author";
const at = (id) => document.getElementById(id);
const login = at("login");
const form = at("note");

function say(words, isBad = false) {
  at("said").textContent = words;
  at("said").className = isBad ? "bad" : "";
}

function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

function fromLink() {
  const token = new URLSearchParams(location.hash.slice(1)).get("key");
  if (token) {
    localStorage.setItem(KEY, token);
    history.replaceState(null, "", location.pathname);
  }
}

async function ask(path, body) {
  const headers = { Authorization: `Bearer ${localStorage.getItem(KEY)}` };
  if (body) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body) });
  if (answer.status === 401) close("This access key does not open the form.");
  const told = await answer.json();
  if (!answer.ok) throw new Error(`${told.message} ${told.hint}`);
  return told;
}

function close(words) {
  localStorage.removeItem(KEY);
  form.hidden = true;
  login.hidden = false;
  say(words, true);
  at("token").focus();
}

async function open() {
  login.hidden = true;
  form.hidden = false;
  at("author").value = localStorage.getItem(AUTHOR) ?? "";
  at("on").value = today();
  at("on").max = today();
  at("touchpoint").focus();
  try {
    const names = await ask("/v1/notes/touchpoints");
    at("touchpoints").replaceChildren(...names.map((name) => Object.assign(document.createElement("option"), { value: name })));
  } catch {
    // without suggestions the name is typed
  }
}

let id = crypto.randomUUID?.() ?? String(Date.now()) + Math.random().toString(36).slice(2);

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = event.submitter;
  button.disabled = true;
  say("Keeping …");
  try {
    const day = at("on").value;
    await ask("/v1/notes", {
      author: at("author").value,
      touchpoint: at("touchpoint").value,
      words: at("words").value,
      on: day === today() ? null : day,
      id,
    });
    localStorage.setItem(AUTHOR, at("author").value);
    id = crypto.randomUUID?.() ?? String(Date.now()) + Math.random().toString(36).slice(2);
    at("words").value = "";
    say("Kept. Thank you.");
    at("touchpoint").focus();
  } catch (error) {
    say(error instanceof TypeError ? "No connection. Your words are still here: try again." : error.message, true);
  } finally {
    button.disabled = false;
  }
});

login.addEventListener("submit", (event) => {
  event.preventDefault();
  localStorage.setItem(KEY, at("token").value.trim());
  at("token").value = "";
  say("");
  open();
});

at("forget").addEventListener("click", () => close("Forgotten on this phone."));

fromLink();
if (localStorage.getItem(KEY)) open();
else {
  login.hidden = false;
  at("token").focus();
}
