import type { BarTask } from './cycle-view.ts';

export type CycleBarRow = {
  agreementId: string;
  agreementName: string;
  partnerName: string;
  cycleId: string | null;
  label: string;
  tasks: BarTask[];
  steps: {
    step: number;
    state: string;
    dueAt: string | null;
    owedBySide: string | null;
    doneAt: string | null;
    doneBy: string | null;
  }[];
};

export const useCycleBar = (): CycleBarRow[] => [];
