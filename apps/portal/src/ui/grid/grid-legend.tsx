import { Checkbox } from '@mantine/core';
import { type GridView, letterOf } from './grid-view.ts';

type GridLegendProps = {
  view: GridView;
  hiddenMeasures: readonly string[];
  onToggle: (code: string) => void;
};

/** What letters, colours, hatching and corners mean; measures are switched on and off here. Always in sight. */
export function GridLegend({ view, hiddenMeasures, onToggle }: GridLegendProps) {
  const { measures } = view.store;
  return (
    <div className="grid-legend">
      <fieldset className="grid-legend-measures">
        <legend className="visually-hidden">Measures</legend>
        {measures.map(({ code, name, source, isEditable }, index) => {
          const position = view.measures.indexOf(index);
          return (
            <Checkbox
              key={code}
              size="xs"
              title={`${source}${isEditable ? '; can be edited' : ''}`}
              style={{ '--key': `var(--grid-measure-${index % 8})` }}
              label={
                <span className="measure-key">
                  {position < 0 ? '' : `${letterOf(position)} `}
                  {name}
                  {isEditable && <span aria-hidden="true"> ✎</span>}
                </span>
              }
              checked={!hiddenMeasures.includes(code)}
              disabled={position === 0 && view.measures.length === 1}
              onChange={() => onToggle(code)}
            />
          );
        })}
      </fieldset>
      <div className="grid-legend-signs" aria-hidden="true">
        <span className="sign now">▾ now</span>
        <span className="sign frozen">frozen</span>
        <span className="sign slushy">slushy</span>
        <span className="sign past">past</span>
        <span className="sign override">◥ override</span>
        <span className="sign conflict">! conflict</span>
      </div>
    </div>
  );
}
