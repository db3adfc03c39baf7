/** Named by every evaluation: another version may find something else in the same input. */
export const exceptionEngineVersion = 'exceptions-1';
