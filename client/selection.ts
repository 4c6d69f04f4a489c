// The run and host the user has chosen, remembered for this workspace.
import * as vscode from 'vscode';
import type { Selected } from '../server/protocol';

const KEY = 'groupvars.selection';

export class Selection implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly memory: vscode.Memento) {}

  /** Without a run: the one that reads the file at hand. Without a host: all of them. */
  get current(): Selected {
    return this.memory.get<Selected>(KEY, {});
  }

  async choose(selected: Selected): Promise<void> {
    await this.memory.update(KEY, selected);
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }
}
