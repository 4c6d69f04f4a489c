import type { Arguments } from './arguments';
import type { Output } from './output';
import type { Surroundings } from './world';
export function check(_args: Arguments, _surroundings: Surroundings, _output: Output): number {
  return 2;
}
