/** Horizons with their liability, units, order terms and governance. */
import { unitCodes } from '@coplan/kernel';
import { formatUnit } from '../../../ui/format.ts';
import { liabilityNames, optionsOf } from '../words.ts';
import { ChoiceField, FieldGrid, LongTextField, NumberField, ShareField, TextField } from './fields.tsx';
import { useAgreementForm } from './form-context.ts';

const liabilityOptions = optionsOf(liabilityNames);

export function HorizonsSection() {
  return (
    <>
      <FieldGrid>
        <NumberField path={['horizons', 'frozenDays']} label="Frozen window" unit="days" />
        <ChoiceField
          path={['horizons', 'liability', 'frozen']}
          label="Liability, frozen"
          options={liabilityOptions}
        />
        <NumberField path={['horizons', 'slushyDays']} label="Slushy window, after it" unit="days" />
        <ChoiceField
          path={['horizons', 'liability', 'slushy']}
          label="Liability, slushy"
          options={liabilityOptions}
        />
        <ShareField path={['horizons', 'slushyChangeRatio']} label="Change allowed in the slushy window" />
        <ShareField path={['horizons', 'liability', 'materialRatio']} label="Material, of the value" />
        <NumberField
          path={['horizons', 'liquidDays']}
          label="Planned together until"
          unit="days from today"
        />
      </FieldGrid>
      <HorizonLine />
    </>
  );
}

/** The three windows to scale, with their lengths in words. */
function HorizonLine() {
  const { frozenDays, slushyDays, liquidDays } = useAgreementForm().content.horizons;
  const end = Math.max(liquidDays, frozenDays + slushyDays, 1);
  const share = (days: number): string => `${Math.max(0, Math.min(100, (days / end) * 100))}%`;
  return (
    <div
      className="horizon-line"
      role="img"
      aria-label={`Frozen ${frozenDays} days, slushy ${slushyDays} days, planned until day ${liquidDays}`}
    >
      <span className="frozen" style={{ width: share(frozenDays) }}>
        Frozen {frozenDays} d
      </span>
      <span className="slushy" style={{ width: share(slushyDays) }}>
        Slushy {slushyDays} d
      </span>
      <span className="liquid">Liquid to day {liquidDays}</span>
    </div>
  );
}

export function UnitsSection() {
  return (
    <FieldGrid>
      <ChoiceField
        path={['units', 'exchangeUnit']}
        label="Quantities are exchanged in"
        options={[
          { value: 'base', label: 'base units of each item' },
          ...unitCodes.map((unit) => ({ value: unit, label: `${unit} (${formatUnit(unit)})` })),
        ]}
      />
      <ChoiceField
        path={['units', 'rounding']}
        label="Rounding to packs"
        options={optionsOf({ up: 'Up', down: 'Down', nearest: 'To the nearest, ties up' })}
      />
      <TextField path={['units', 'currency']} label="Currency" hint="ISO 4217, for example EUR" />
    </FieldGrid>
  );
}

export function OrderTermsSection() {
  return (
    <FieldGrid>
      <ChoiceField
        path={['orderTerms', 'freightTerms']}
        label="Freight"
        options={optionsOf({ prepaid: 'Prepaid by the seller', collect: 'Collect: the buyer pays' })}
      />
      <NumberField path={['orderTerms', 'otifEarlyDays']} label="On time: at most early" unit="days" />
      <NumberField path={['orderTerms', 'otifLateDays']} label="On time: at most late" unit="days" />
      <ShareField path={['orderTerms', 'overRatio']} label="In full: at most over" />
      <ShareField path={['orderTerms', 'underRatio']} label="In full: at most short" />
    </FieldGrid>
  );
}

export function GovernanceSection() {
  const { sideNames } = useAgreementForm();
  return (
    <>
      <FieldGrid>
        <ChoiceField
          path={['governance', 'reviewCadence']}
          label="Reviewed"
          options={optionsOf({ weekly: 'Every week', monthly: 'Every month', quarterly: 'Every quarter' })}
        />
        <NumberField path={['governance', 'terminationNoticeDays']} label="Notice to terminate" unit="days" />
        <NumberField path={['disputeDays']} label="Scores may be disputed for" unit="days" />
        <TextField path={['governance', 'buyerSponsor']} label={`Sponsor of ${sideNames.buyer}`} />
        <TextField path={['governance', 'sellerSponsor']} label={`Sponsor of ${sideNames.seller}`} />
      </FieldGrid>
      <LongTextField path={['governance', 'confidentiality']} label="Confidentiality" />
    </>
  );
}
