/** <course-player> shows one of the prerendered frames at a time. It is defined once per page, for all players. */
if (!customElements.get("course-player")) {
  const icons = {
    "Play": "M3 1 14 8 3 15Z",
    "Pause": "M2 1h4v14H2zM10 1h4v14h-4z",
    "Previous frame": "M2 2h2v12H2zM14 2v12L5 8z",
    "Next frame": "M12 2h2v12h-2zM2 2v12l9-6z",
  };

  /** @param {HTMLButtonElement} button @param {keyof typeof icons} name */
  const label = (button, name) => {
    button.setAttribute("aria-label", name);
    button.title = name;
    button.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${icons[name]}"/></svg>`;
  };

  /** @param {keyof typeof icons} name @param {() => void} action */
  const button = (name, action) => {
    const made = Object.assign(document.createElement("button"), { type: "button" });
    made.addEventListener("click", action);
    label(made, name);
    return made;
  };

  /** @param {Element} part */
  const framesOf = (part) => new Set(part.getAttribute("data-frames")?.split(" "));

  customElements.define("course-player", class extends HTMLElement {
    /** @type {string[]} */
    captions = [];
    /** @type {[Element, Set<string>][]} What is drawn in some frames only, and the numbers of these frames. */
    parts = [];
    frame = 0;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    timer;
    playButton = button("Play", () => (this.timer === undefined ? this.play() : this.pause()));
    slider = Object.assign(document.createElement("input"), { type: "range", min: "0" });

    connectedCallback() {
      // met while the page is still being read, the element has no children yet
      if (document.readyState === "loading") addEventListener("DOMContentLoaded", () => this.setUp(), { once: true });
      else this.setUp();
    }

    disconnectedCallback() {
      this.pause();
    }

    setUp() {
      if (this.slider.isConnected) return;
      this.captions = JSON.parse(this.dataset.captions ?? "[]");
      this.parts = [...this.querySelectorAll("[data-frames]")].map((part) => [part, framesOf(part)]);
      this.slider.max = String(this.captions.length - 1);
      this.slider.setAttribute("aria-label", "Frame");
      this.slider.addEventListener("input", () => this.stopAt(Number(this.slider.value)));
      const previous = button("Previous frame", () => this.stopAt(this.frame - 1));
      const next = button("Next frame", () => this.stopAt(this.frame + 1));
      this.querySelector("div")?.append(previous, this.playButton, next, this.slider);
      addEventListener("beforeprint", () => this.stopAt(Number(this.dataset.still)));
      this.show(Number(this.dataset.still));
    }

    /** @param {number} frame One beyond the ends stands for the end. */
    show(frame) {
      this.frame = Math.min(Math.max(frame, 0), this.captions.length - 1);
      for (const [part, frames] of this.parts) {
        if (frames.has(String(this.frame))) part.removeAttribute("display");
        else part.setAttribute("display", "none");
      }
      const caption = this.captions[this.frame];
      this.slider.value = String(this.frame);
      this.slider.setAttribute("aria-valuetext", caption);
      this.querySelector("p")?.replaceChildren(caption);
    }

    /** @param {number} frame */
    stopAt(frame) {
      this.pause();
      this.show(frame);
    }

    play() {
      const last = this.captions.length - 1;
      if (this.frame === last) this.show(0);
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      const interval = Math.max(calm ? 1000 : 0, Number(this.dataset.interval)); // milliseconds
      this.timer = setInterval(() => {
        this.show(this.frame + 1);
        if (this.frame === last) this.pause();
      }, interval);
      label(this.playButton, "Pause");
    }

    pause() {
      clearInterval(this.timer);
      this.timer = undefined;
      label(this.playButton, "Play");
    }
  });
}
