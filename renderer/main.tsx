import './theme/tokens.css';
import './theme/base.css';
import './theme/controls.css';
import './theme/surfaces.css';
import './theme/figure.css';
import './frame/frame.css';
import './frame/status.css';
import './chart/chart.css';
import { bridge } from './engine/bridge.ts';
import { createEngineClient } from './engine/engine-client.ts';
import { start } from './start.tsx';

start({ bridge: bridge(), client: createEngineClient(bridge()) });
