// What the charts take from D3; esbuild makes one file of it (hatch_build.py).
export { scaleLinear, scaleUtc } from "d3-scale";
