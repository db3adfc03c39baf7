import { Button, Menu } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { trpc } from '../../app/api.ts';
import type { ExceptionDetail } from '../../app/api-types.ts';
import { exceptionCommand } from './exception-command.ts';

/** Gives the exception to somebody of one's own organisation. */
export function AssignMenu({ exception }: { exception: ExceptionDetail }) {
  const { exceptionId, version } = exception;
  const found = useQuery(trpc.threads.people.queryOptions({}));
  const assign = useMutation(trpc.exceptions.assign.mutationOptions(exceptionCommand('Assigned')));
  const people = (found.data?.people ?? []).filter(({ isOwn }) => isOwn);
  return (
    <Menu position="bottom-start" shadow="md">
      <Menu.Target>
        <Button variant="default" loading={assign.isPending} disabled={people.length === 0}>
          Give to…
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {people.map(({ userId, name }) => (
          <Menu.Item
            key={userId}
            onClick={() => assign.mutate({ exceptionId, expectedVersion: version, userId })}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
