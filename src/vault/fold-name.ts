/**
 * The form in which names and titles are compared: 'Stripe', 'STRIPE' and 'stripe' are one name, and
 * so are the composed and the decomposed 'é'.
 *
 * Upper case first folds what lower case alone keeps apart, such as 'ß' and 'SS', or the two small sigmas.
 */
export function foldName(name: string): string {
  return name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}
