// <course-player>: shows one of the prerendered frames at a time. Defined once per page, however many players there are.
if (!customElements.get("course-player")) {
  const icons = {
    Play: "M3 1 14 8 3 15Z", Pause: "M2 1h4v14H2zM10 1h4v14h-4z",
    "Previous frame": "M2 2h2v12H2zM14 2v12L5 8z", "Next frame": "M12 2h2v12h-2zM2 2v12l9-6z",
  };
  customElements.define("course-player", class extends HTMLElement {
    connectedCallback() {
      // met while the page is still being read, the element has no children yet
      if (document.readyState === "loading") addEventListener("DOMContentLoaded", () => this.setUp(), { once: true });
      else this.setUp();
    }

    disconnectedCallback() {
      this.pause();
    }

    setUp() {
      if (this.slider) return;
      this.captions = JSON.parse(this.dataset.captions);
      this.caption = this.querySelector("p");
      this.parts = [...this.querySelectorAll("[data-frames]")].map(part => [part, new Set(part.dataset.frames.split(" "))]);
      const controls = this.querySelector("div");
      this.playButton = this.button("Play", () => this.timer ? this.pause() : this.play());
      this.slider = Object.assign(document.createElement("input"), { type: "range", min: 0, max: this.captions.length - 1 });
      this.slider.setAttribute("aria-label", "Frame");
      this.slider.addEventListener("input", () => { this.pause(); this.show(+this.slider.value); });
      controls.append(
        this.button("Previous frame", () => { this.pause(); this.show(this.frame - 1); }),
        this.playButton,
        this.button("Next frame", () => { this.pause(); this.show(this.frame + 1); }),
        this.slider);
      addEventListener("beforeprint", () => { this.pause(); this.show(+this.dataset.still); });
      this.show(+this.dataset.still);
    }

    button(name, action) {
      const button = Object.assign(document.createElement("button"), { type: "button" });
      button.addEventListener("click", action);
      this.label(button, name);
      return button;
    }

    label(button, name) {
      button.setAttribute("aria-label", name);
      button.title = name;
      button.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${icons[name]}"/></svg>`;
    }

    show(frame) {
      this.frame = Math.min(Math.max(frame, 0), this.captions.length - 1);
      for (const [part, frames] of this.parts) {
        if (frames.has(String(this.frame))) part.removeAttribute("display");
        else part.setAttribute("display", "none");
      }
      this.slider.value = this.frame;
      this.slider.setAttribute("aria-valuetext", this.captions[this.frame]);
      this.caption.textContent = this.captions[this.frame];
    }

    play() {
      const last = this.captions.length - 1;
      if (this.frame === last) this.show(0);
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      const interval = calm ? Math.max(1000, +this.dataset.interval) : +this.dataset.interval;
      this.timer = setInterval(() => { this.show(this.frame + 1); if (this.frame === last) this.pause(); }, interval);
      this.label(this.playButton, "Pause");
    }

    pause() {
      clearInterval(this.timer);
      this.timer = null;
      if (this.playButton) this.label(this.playButton, "Play");
    }
  });
}
