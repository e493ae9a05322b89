export { Proof } from '@countersign/ui-kit/sign-in';
