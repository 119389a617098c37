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
