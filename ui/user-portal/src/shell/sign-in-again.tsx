export { SignInAgain } from '@countersign/ui-kit/sign-in';
