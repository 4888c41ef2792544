// <input type="password" data-show-password="Show the password">: adds a button that shows what was typed, and hides it.
const SVG = "http://www.w3.org/2000/svg";
const ICONS = new URL("../../icons.svg", import.meta.url).pathname;

export default function showPassword(input) {
  const frame = document.createElement("div");
  const button = document.createElement("button");
  const sign = document.createElementNS(SVG, "svg");
  const shape = sign.appendChild(document.createElementNS(SVG, "use"));
  frame.className = "reveal";
  button.className = "reveal__button";
  button.type = "button";
  button.setAttribute("aria-label", input.dataset.showPassword);
  sign.setAttribute("class", "icon");
  sign.setAttribute("aria-hidden", "true");

  const show = (shown) => {
    input.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", shown);
    shape.setAttribute("href", `${ICONS}#${shown ? "eye-off" : "eye"}`);
  };

  show(false);
  button.append(sign);
  button.addEventListener("click", () => show(input.type === "password"));
  input.form?.addEventListener("submit", () => show(false)); // so that password managers know it for what it is
  const typing = document.activeElement === input;
  input.replaceWith(frame);
  frame.append(input, button);
  if (typing) input.focus();
}
