/** Runs something, once, when the page has time to show what comes of it. */
export type Schedule = (run: () => void) => void;

/** Less than a frame of a display that draws sixty a second: nothing waited for it. */
const SHORT_MS = 12;

/**
 * The next frame; but after a frame that took long, the page first gets as long for everything else.
 * A single event is on the screen at once, and a burst on a slow machine still leaves it responsive.
 * A page that is hidden draws nothing, so nothing runs there.
 */
export function pacedFrames(): Schedule {
  let earliest = 0;
  return (run) => {
    const draw = () =>
      requestAnimationFrame(() => {
        const began = performance.now();
        run();
        // The next task is behind the layout and the painting of this frame.
        setTimeout(() => {
          const ended = performance.now();
          const took = ended - began;
          earliest = took > SHORT_MS ? ended + took : 0;
        }, 0);
      });
    const wait = earliest - performance.now();
    if (wait > 0) setTimeout(draw, wait);
    else draw();
  };
}
