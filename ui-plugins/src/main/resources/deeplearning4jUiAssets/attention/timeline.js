// The slider over iterations, and the button that replays how attention formed.

const STEP_EVERY = 500;
const CALM_STEP_EVERY = 1200;

/** Keeps which iteration is shown. `onChange(iteration)` is called when another one is. */
export class Timeline {
  constructor({ slider, play, follow, words }, onChange) {
    Object.assign(this, { slider, play, follow, words, onChange });
    this.iterations = [];
    this.timer = 0;
    slider.addEventListener('input', () => {
      this.stop();
      this.follow.checked = Number(slider.value) === this.iterations.length - 1;
      this.tell();
    });
    play.addEventListener('click', () => (this.timer ? this.stop() : this.start()));
    follow.addEventListener('change', () => follow.checked && this.go(this.iterations.length - 1));
  }

  /** The iterations there are now. The shown one stays, unless the newest is followed. */
  set(iterations) {
    const shown = this.current()?.iteration;
    this.iterations = iterations;
    this.slider.max = String(Math.max(0, iterations.length - 1));
    this.slider.disabled = this.play.disabled = iterations.length < 2;
    if (this.timer) return this.tell();
    const same = iterations.findIndex((i) => i.iteration >= shown);
    this.go(this.follow.checked || same < 0 ? iterations.length - 1 : same);
  }

  /** Forgets everything, for another session. */
  clear() {
    this.stop();
    this.iterations = [];
    this.follow.checked = true;
  }

  /** The iteration that is shown: {iteration, epoch, time}, or undefined. */
  current() {
    return this.iterations[Number(this.slider.value)];
  }

  go(place) {
    this.slider.value = String(place);
    this.tell();
  }

  tell() {
    const now = this.current();
    if (!now) return;
    const words = `iteration ${now.iteration}, epoch ${now.epoch}`;
    this.slider.setAttribute('aria-valuetext', words);
    this.words.textContent = `${words} (${Number(this.slider.value) + 1} of ${this.iterations.length})`;
    this.onChange(now.iteration);
  }

  start() {
    this.follow.checked = false;
    if (Number(this.slider.value) >= this.iterations.length - 1) this.go(0);
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.timer = setInterval(() => this.step(), calm ? CALM_STEP_EVERY : STEP_EVERY);
    this.play.textContent = 'Pause';
  }

  step() {
    const next = Number(this.slider.value) + 1;
    if (next < this.iterations.length) this.go(next);
    if (next >= this.iterations.length - 1) this.stop();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = 0;
    this.play.textContent = 'Play';
  }
}
