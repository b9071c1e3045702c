import './bundled.mjs';
import testing from '../dist/testing.js';

export const { TestClock } = testing;
