import { foldText } from '@herald/shared';

/** `loyaltyPoints` and `loyalty_points` as people say it: "loyalty points". */
export function attributeWords(key: string): string {
  const apart = key.replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2').replace(/[^\p{L}\p{N}]+/gu, ' ');
  return foldText(apart).trim();
}
