import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The folders of one agreement: beside the inbox, hence on its disk, so that moving a file is one renaming. */
export type FolderPlaces = { inbox: string; processing: string; archive: string; quarantine: string };

export const placesOf = (inbox: string): FolderPlaces => ({
  inbox,
  processing: join(dirname(inbox), 'processing'),
  archive: join(dirname(inbox), 'archive'),
  quarantine: join(dirname(inbox), 'quarantine'),
});

export async function ensurePlaces(places: FolderPlaces): Promise<void> {
  for (const folder of Object.values(places)) await mkdir(folder, { recursive: true });
}
