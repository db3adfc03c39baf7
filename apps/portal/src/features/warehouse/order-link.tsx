import { Link } from '@tanstack/react-router';

type LinkedOrder = { orderKind: 'purchase-order' | 'sales-order'; orderId: string; poNumber: string };

/** "PO 100012", and a customer's order by its own number. */
export const orderName = ({ orderKind, poNumber }: Omit<LinkedOrder, 'orderId'>): string =>
  orderKind === 'purchase-order' ? `PO ${poNumber}` : poNumber;

/** The order that something leaves for: a buyer's purchase order, or the order of a customer of one's own. */
export function OrderLink({ orderKind, orderId, poNumber }: LinkedOrder) {
  const to = orderKind === 'purchase-order' ? '/orders/$orderId' : '/sales-orders/$orderId';
  return (
    <Link to={to} params={{ orderId }}>
      {poNumber}
    </Link>
  );
}
