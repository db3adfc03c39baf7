/** A refusal of the sign-in in a sentence that says what to do next; never which of the two fields was wrong. */
export function explainSignIn(error: {
  status?: number;
  code?: string | undefined;
  message?: string | undefined;
}): string {
  if (error.status === 429) return 'Too many attempts. Wait a minute, then try again.';
  if (error.code === 'INVALID_TWO_FACTOR_AUTHENTICATION' || error.code === 'INVALID_CODE') {
    return 'This code is not right or has expired. Use the code that is shown now.';
  }
  if (error.status === 401 || error.status === 400 || error.status === 422) {
    return 'E-mail and password do not match. Check both; capital letters count in the password.';
  }
  if (error.status === 403) return error.message ?? 'This account may not sign in. Ask your administrator.';
  return 'The server could not be reached. Check your connection and try again.';
}
