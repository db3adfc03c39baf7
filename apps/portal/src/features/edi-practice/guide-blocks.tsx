import type { ReactNode } from 'react';
import type { GuideBlock } from './practice-types.ts';

const headings = { 1: 'h2', 2: 'h3', 3: 'h4' } as const;

/** Cells and items repeat, so that their place is their key. */
const keyed = <Item,>(items: readonly Item[]): { key: string; item: Item }[] =>
  items.map((item, index) => ({ key: String(index), item }));

function blockOf(block: GuideBlock): ReactNode {
  switch (block.kind) {
    case 'heading': {
      const Heading = headings[block.level];
      return <Heading>{block.text}</Heading>;
    }
    case 'text':
      return <p>{block.text}</p>;
    case 'code':
      return <pre className="mono">{block.text}</pre>;
    case 'list':
      return (
        <ul>
          {keyed(block.items).map(({ key, item }) => (
            <li key={key}>{item}</li>
          ))}
        </ul>
      );
    case 'table':
      return (
        <div className="table-frame">
          <table className="table inset">
            <thead>
              <tr>
                {keyed(block.head).map(({ key, item }) => (
                  <th key={key} scope="col">
                    {item}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {keyed(block.rows).map(({ key, item: row }) => (
                <tr key={key}>
                  {keyed(row).map(({ key: cellKey, item }) => (
                    <td key={cellKey}>{item}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
  }
}

/** A page of the gateway, such as a companion guide, in the portal's clothes. */
export function GuideBlocks({ blocks }: { blocks: readonly GuideBlock[] }) {
  return (
    <article className="guide" data-testid="guide">
      {keyed(blocks).map(({ key, item }) => (
        <div key={key}>{blockOf(item)}</div>
      ))}
    </article>
  );
}
