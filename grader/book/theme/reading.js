// A formula that is wider than the screen scrolls sideways: it can then be reached and scrolled by keyboard, too.
addEventListener("DOMContentLoaded", () => {
  const reach = element => {
    if (element.scrollWidth > element.clientWidth) {
      element.tabIndex = 0;
      element.setAttribute("role", "group");
      element.setAttribute("aria-label", "Formula, scrolls sideways");
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) element.removeAttribute(name);
    }
  };
  const sizes = new ResizeObserver(entries => entries.forEach(entry => reach(entry.target)));
  document.querySelectorAll("div.math").forEach(element => sizes.observe(element));
});

// On paper nothing can be opened: hints and answers are open while a page is printed.
const openedForPrint = [];
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("article details:not([open], .hide)")) {
    details.open = true;
    openedForPrint.push(details);
  }
});
addEventListener("afterprint", () => openedForPrint.splice(0).forEach(details => (details.open = false)));
