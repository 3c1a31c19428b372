// A map's fingerprint: its feeling curve, broken where nobody was heard.
const [WIDTH, HEIGHT, PAD] = [360, 120, 14];

export function Thumbnail({ feeling }: { feeling: (number | null)[] }) {
  const x = (i: number) => PAD + ((WIDTH - 2 * PAD) * (i + 0.5)) / Math.max(feeling.length, 1);
  const y = (value: number) => HEIGHT / 2 - value * (HEIGHT / 2 - PAD);
  const runs: { x: number; y: number }[][] = [];
  const silent: number[] = [];
  let isOpen = false;
  feeling.forEach((value, i) => {
    if (value === null) {
      silent.push(i);
      isOpen = false;
      return;
    }
    if (!isOpen) runs.push([]);
    isOpen = true;
    runs[runs.length - 1].push({ x: x(i), y: y(value) });
  });
  const step = (WIDTH - 2 * PAD) / Math.max(feeling.length, 1);
  return (
    <svg className="thumbnail" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" preserveAspectRatio="none">
      <line x1={PAD} x2={WIDTH - PAD} y1={HEIGHT / 2} y2={HEIGHT / 2} stroke="var(--muted)" strokeDasharray="1.5 4" />
      {silent.map((i) => <rect key={i} x={x(i) - step / 2} y={HEIGHT / 2 - 4} width={step} height={8} fill="var(--hairline)" />)}
      {runs.map((run, i) => (
        <g key={i}>
          <path d={`${curve(run)}L${run[run.length - 1].x} ${HEIGHT / 2}L${run[0].x} ${HEIGHT / 2}Z`} fill="var(--tint)" opacity="0.7" />
          <path d={curve(run)} fill="none" stroke="var(--line)" strokeWidth="2.5" strokeLinecap="round" vectorEffect="non-scaling-stroke" />
          {run.length === 1 && <circle cx={run[0].x} cy={run[0].y} r="3" fill="var(--line)" />}
        </g>
      ))}
    </svg>
  );
}

/** Flat at each point: never beyond what was measured. */
function curve(points: { x: number; y: number }[]): string {
  return points.reduce((path, { x, y }, i) => {
    if (i === 0) return `M${x} ${y}`;
    const half = (x - points[i - 1].x) / 2;
    return `${path}C${points[i - 1].x + half} ${points[i - 1].y} ${x - half} ${y} ${x} ${y}`;
  }, "");
}
