export { TestClock } from './clock';
