export { BarChart, LineChart, Sparkline } from './charts.tsx';
export type { ChartProps, Series } from './chart-frame.tsx';
