import './bundled.mjs';
import express from '../dist/express.js';

export const { authpipeExpress } = express;
