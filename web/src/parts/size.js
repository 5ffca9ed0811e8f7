/* The width of an element, as it changes. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

export function useWidth(least = 200) {
  const ref = useRef(null), [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!ref.current) return undefined;
    const see = () => setWidth(Math.max(least, Math.floor(ref.current.clientWidth)));
    const watch = new ResizeObserver(see);
    watch.observe(ref.current);
    see();
    return () => watch.disconnect();
  }, []);
  return [ref, width];
}

/* Counts up when the colours of the page change, so that canvases are drawn again. */
export function useThemeTurn() {
  const [turn, setTurn] = useState(0);
  useLayoutEffect(() => {
    const again = () => setTurn(t => t + 1), media = matchMedia('(prefers-color-scheme: dark)');
    addEventListener('demarche-theme', again);
    media.addEventListener('change', again);
    return () => { removeEventListener('demarche-theme', again); media.removeEventListener('change', again); };
  }, []);
  return turn;
}
