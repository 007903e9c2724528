/** Runs something, once, when the page has time to show what comes of it. */
export type Schedule = (run: () => void) => void;

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
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener("message", () => {
          port1.close();
          const ended = performance.now();
          earliest = ended + (ended - began);
        });
        port1.start();
        port2.postMessage(null);
      });
    const wait = earliest - performance.now();
    if (wait > 0) setTimeout(draw, wait);
    else draw();
  };
}
