export { Proof, SignInAgain } from './asked.tsx';
export { SignInPage } from './sign-in-page.tsx';
