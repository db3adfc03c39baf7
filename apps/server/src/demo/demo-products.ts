/** How a product sells: its shape over the year and how regular it is. */
export type DemandPattern =
  | 'steady'
  | 'summer'
  | 'winter'
  | 'festive'
  | 'growing'
  | 'fading'
  | 'slow'
  | 'new';

/** What a supplier makes; the price is per piece in the supplier's own currency, sales per week in an ordinary store. */
export type DemoProduct = {
  description: string;
  price: number;
  caseSize: number;
  soldPerWeek: number;
  pattern: DemandPattern;
};

type Row = [
  description: string,
  price: number,
  caseSize: number,
  soldPerWeek: number,
  pattern: DemandPattern,
];

const products = (...rows: Row[]): DemoProduct[] =>
  rows.map(([description, price, caseSize, soldPerWeek, pattern]) => ({
    description,
    price,
    caseSize,
    soldPerWeek,
    pattern,
  }));

export const demoProducts: Readonly<Record<string, { category: string; products: readonly DemoProduct[] }>> =
  {
    'alpine-dairy': {
      category: 'Dairy',
      products: products(
        ['Whole milk 1 l', 0.82, 12, 160, 'steady'],
        ['Skimmed milk 1 l', 0.79, 12, 120, 'steady'],
        ['Oat drink 1 l', 1.35, 6, 34, 'growing'],
        ['Natural yoghurt 500 g', 1.1, 8, 64, 'steady'],
        ['Strawberry yoghurt 4 × 125 g', 1.49, 6, 42, 'summer'],
        ['Blueberry yoghurt 4 × 125 g', 1.49, 6, 28, 'summer'],
        ['Butter 250 g', 2.15, 20, 75, 'winter'],
        ['Salted butter 250 g', 2.15, 20, 58, 'winter'],
        ['Mild cheese 400 g', 4.2, 10, 36, 'steady'],
        ['Aged cheese 300 g', 5.6, 8, 18, 'festive'],
        ['Grated cheese 200 g', 2.4, 12, 40, 'steady'],
        ['Whipping cream 250 ml', 1.25, 15, 48, 'festive'],
        ['Sour cream 300 ml', 1.18, 12, 30, 'summer'],
        ['Cottage cheese 400 g', 1.95, 8, 22, 'growing'],
        ['Kefir 1 l', 1.4, 6, 9, 'fading'],
        ['Chocolate milk 500 ml', 1.05, 10, 26, 'winter'],
        ['Goat cheese 150 g', 3.9, 6, 2.4, 'slow'],
        ['Protein pudding 200 g', 1.6, 8, 30, 'new'],
      ),
    },
    'golden-crust': {
      category: 'Bakery',
      products: products(
        ['White loaf 700 g', 1.3, 6, 90, 'steady'],
        ['Wholemeal loaf 750 g', 1.75, 6, 74, 'steady'],
        ['Rye bread 500 g', 2.1, 6, 31, 'steady'],
        ['Burger buns 6 pieces', 1.6, 8, 38, 'summer'],
        ['Hot dog buns 8 pieces', 1.7, 8, 33, 'summer'],
        ['Bagels 5 pieces', 1.95, 6, 24, 'growing'],
        ['Croissants 4 pieces', 2.2, 6, 40, 'steady'],
        ['Cinnamon buns 2 pieces', 1.8, 6, 36, 'winter'],
        ['Crispbread 250 g', 1.45, 12, 17, 'steady'],
        ['Tortilla wraps 8 pieces', 1.9, 10, 29, 'growing'],
        ['Pita bread 6 pieces', 1.35, 10, 14, 'steady'],
        ['Fruit loaf 400 g', 2.6, 6, 12, 'festive'],
        ['Gluten-free loaf 350 g', 3.4, 4, 3, 'slow'],
        ['Sourdough loaf 800 g', 2.9, 4, 22, 'new'],
      ),
    },
    'harvest-valley': {
      category: 'Grocery',
      products: products(
        ['Spaghetti 500 g', 0.72, 20, 55, 'steady'],
        ['Penne 500 g', 0.72, 20, 42, 'steady'],
        ['Basmati rice 1 kg', 2.1, 12, 33, 'steady'],
        ['Chopped tomatoes 400 g', 0.55, 24, 88, 'winter'],
        ['Chickpeas 400 g', 0.6, 24, 30, 'growing'],
        ['Kidney beans 400 g', 0.58, 24, 22, 'winter'],
        ['Sweetcorn 340 g', 0.75, 24, 27, 'summer'],
        ['Olive oil 500 ml', 4.9, 12, 19, 'steady'],
        ['Sunflower oil 1 l', 2.3, 12, 24, 'steady'],
        ['Tomato ketchup 570 g', 1.65, 12, 28, 'summer'],
        ['Mayonnaise 450 g', 1.85, 12, 21, 'summer'],
        ['Vegetable stock cubes', 1.1, 18, 16, 'winter'],
        ['Wheat flour 1 kg', 0.69, 10, 47, 'festive'],
        ['Caster sugar 1 kg', 0.95, 10, 35, 'festive'],
        ['Rolled oats 1 kg', 1.2, 10, 29, 'winter'],
        ['Honey 350 g', 3.6, 8, 13, 'winter'],
        ['Strawberry jam 340 g', 1.9, 12, 17, 'steady'],
        ['Peanut butter 350 g', 2.4, 12, 18, 'growing'],
        ['Saffron 1 g', 6.8, 6, 0.9, 'slow'],
        ['Lentil soup 500 ml', 1.7, 12, 20, 'new'],
      ),
    },
    clearwater: {
      category: 'Beverages',
      products: products(
        ['Still water 6 × 1.5 l', 1.8, 6, 70, 'summer'],
        ['Sparkling water 6 × 1.5 l', 1.9, 6, 52, 'summer'],
        ['Orange juice 1 l', 1.6, 8, 60, 'winter'],
        ['Apple juice 1 l', 1.25, 8, 44, 'steady'],
        ['Lemonade 1.5 l', 1.1, 6, 41, 'summer'],
        ['Iced tea peach 1.5 l', 1.15, 6, 38, 'summer'],
        ['Cola 1.5 l', 1.3, 6, 95, 'summer'],
        ['Cola without sugar 1.5 l', 1.3, 6, 82, 'growing'],
        ['Ginger ale 4 × 200 ml', 2.4, 6, 12, 'festive'],
        ['Tonic 4 × 200 ml', 2.4, 6, 14, 'festive'],
        ['Energy drink 250 ml', 0.95, 24, 66, 'growing'],
        ['Ground coffee 500 g', 4.6, 12, 30, 'winter'],
        ['Black tea 50 bags', 2.2, 12, 15, 'winter'],
        ['Elderflower cordial 500 ml', 3.1, 6, 2.2, 'slow'],
        ['Kombucha 330 ml', 1.7, 12, 16, 'new'],
      ),
    },
    brightside: {
      category: 'Household',
      products: products(
        ['Washing powder 1.5 kg', 5.4, 6, 17, 'steady'],
        ['Liquid detergent 1.3 l', 5.9, 6, 22, 'growing'],
        ['Fabric softener 1 l', 2.6, 8, 15, 'steady'],
        ['Washing-up liquid 500 ml', 1.3, 16, 34, 'steady'],
        ['Dishwasher tablets 40', 6.9, 7, 21, 'steady'],
        ['Glass cleaner 750 ml', 1.9, 10, 11, 'summer'],
        ['Bathroom cleaner 750 ml', 2.1, 10, 14, 'steady'],
        ['Kitchen roll 4 rolls', 2.3, 8, 39, 'festive'],
        ['Toilet paper 9 rolls', 3.9, 6, 58, 'steady'],
        ['Bin bags 30 l, 20 pieces', 1.2, 24, 26, 'steady'],
        ['Baking paper 8 m', 1.6, 18, 13, 'festive'],
        ['Aluminium foil 20 m', 2.2, 18, 12, 'summer'],
        ['Sponges 5 pieces', 1.1, 20, 18, 'steady'],
        ['Candles 12 pieces', 3.2, 8, 9, 'winter'],
        ['Drain cleaner 1 l', 3.4, 6, 1.6, 'slow'],
        ['Stain remover 500 ml', 3.8, 6, 7, 'fading'],
      ),
    },
    'meadow-care': {
      category: 'Care',
      products: products(
        ['Shampoo 300 ml', 2.4, 12, 19, 'steady'],
        ['Conditioner 250 ml', 2.5, 12, 11, 'steady'],
        ['Shower gel 250 ml', 1.7, 12, 26, 'summer'],
        ['Hand soap 300 ml', 1.5, 12, 28, 'steady'],
        ['Toothpaste 75 ml', 1.6, 24, 33, 'steady'],
        ['Toothbrush, medium', 1.9, 24, 16, 'steady'],
        ['Mouthwash 500 ml', 3.1, 8, 9, 'growing'],
        ['Deodorant 50 ml', 2.2, 12, 21, 'summer'],
        ['Sun milk factor 30, 200 ml', 7.4, 6, 8, 'summer'],
        ['Hand cream 75 ml', 2.8, 12, 12, 'winter'],
        ['Lip balm', 1.9, 24, 15, 'winter'],
        ['Face wipes 25 pieces', 1.8, 12, 14, 'fading'],
        ['Plasters 20 pieces', 2.1, 20, 7, 'steady'],
        ['Shaving foam 200 ml', 2, 12, 6, 'fading'],
        ['Bath salts 500 g', 4.5, 6, 1.4, 'slow'],
        ['Solid shampoo bar', 4.9, 12, 10, 'new'],
      ),
    },
  };
