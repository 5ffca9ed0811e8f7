/* Lanes as SVG: every mark is an element that a screen reader can name. Arrows walk marks, Enter opens the evidence. */
import { useEffect, useRef } from 'preact/hooks';
import { Mark } from '../parts/mark.jsx';
import { Axis, LaneLabels, layout, walkKeys } from './lanes_shared.jsx';

export function LanesSvg({ lanes, x, labelWidth, width, selected, onSelect, onWalk, onNear, about }) {
  const { tops, height } = layout(lanes), ref = useRef(null), inner = width - labelWidth;
  const option = event => `mark-${event.id}`;
  const current = lanes.some(l => l.events.some(e => e.id === selected)) ? selected : null;
  useEffect(() => {
    const mark = ref.current && current && ref.current.querySelector('.chosen');
    if (mark && ref.current.contains(document.activeElement)) mark.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <div class="lanes">
      <LaneLabels lanes={lanes} tops={tops} width={labelWidth} />
      <svg ref={ref} width={inner} height={height} tabindex={0} role="listbox" aria-label="Events. Arrows walk them, Enter opens the evidence."
        aria-activedescendant={current ? option({ id: current }) : undefined} onKeyDown={e => walkKeys(e, lanes, selected, onWalk, onSelect)} onMouseLeave={() => onNear(null)}>
        <Axis x={x} height={height} />
        {lanes.map((lane, i) => (
          <g key={lane.key} role="group" aria-label={lane.label} transform={`translate(0 ${tops[i]})`}>
            <line class="rule" x1={0} x2={inner} y1={-4} y2={-4} />
            {lane.marks.map(({ event, x: at, bar, row }) => (
              <g key={event.id} id={lane.key === '…' || i === lanes.findIndex(l => l.events.includes(event)) ? option(event) : undefined} role="option" aria-label={about(event)} aria-selected={event.id === selected}
                class={event.id === selected ? 'hit chosen' : 'hit'} onClick={() => onSelect(event)} onMouseEnter={() => onNear({ event, x: at, y: tops[i] + row * 15 + 118 })}>
                <rect class="reach" x={bar ? Math.min(bar[0], at - 7) : at - 7} y={row * 15} width={bar ? Math.max(bar[1], at + 7) - Math.min(bar[0], at - 7) : 14} height={15} />
                {event.id === selected && <circle class="halo" cx={at} cy={row * 15 + 7} r={9} />}
                <Mark x={at} y={row * 15 + 7} side={event.side} fill={event.fill} bar={bar} />
              </g>
            ))}
          </g>
        ))}
      </svg>
    </div>
  );
}
