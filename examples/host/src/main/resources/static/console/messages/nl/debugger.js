// @ts-check
/** What became of an instance, and what can be done with it. */
/** @type {Record<string, string>} */
export default {
  '“{step}” failed: {reason}': '“{step}” is mislukt: {reason}',
  'Waits at {steps} for': 'Wacht bij {steps} op',
  'Waits for somebody at {steps}': 'Wacht op iemand bij {steps}',
  '“{step}” begins': '“{step}” begint',
  'What it does': 'Wat de stap doet',
  'When {event}': 'Wanneer {event}',
  'the one before': 'de vorige',
  'an instance': 'een instantie',
  'for': 'namens',

  // the time line
  'Time line': 'Tijdlijn',
  'From {from}': 'Vanaf {from}',
  'No step has begun yet.': 'Er is nog geen stap begonnen.',
  'at work': 'bezig',
  'before a new attempt': 'voor een nieuwe poging',
  'cut where nothing happened: {times}': 'ingekort waar niets gebeurde: {times}',
  'waited {waited}, worked {worked}': 'wachttijd {waited}, werktijd {worked}',
  'Attempt {n}': 'Poging {n}',
  'It was not attempted.': 'Niet geprobeerd.',

  // edits
  'Edit what is still to come': 'Wijzigen wat nog komt',
  'It concerns this instance alone. What has begun stays as it is.': 'Dit betreft alleen deze instantie. Wat begonnen is, blijft zoals het is.',
  'Move {name} up': '{name} omhoog',
  'Move {name} down': '{name} omlaag',
  'Add at the end': 'Aan het einde toevoegen',
  'new': 'nieuw',
  'Check it': 'Controleren',
  'This can be done.': 'Dit kan.',
  '{n} change': '{n} wijziging',
  '{n} changes': '{n} wijzigingen',
  'Make {n} change': '{n} wijziging doorvoeren',
  'Make {n} changes': '{n} wijzigingen doorvoeren',
  '{n} change is made': '{n} wijziging doorgevoerd',
  '{n} changes are made': '{n} wijzigingen doorgevoerd',

  // other versions
  'Continue on another version': 'Verdergaan op een andere versie',
  'Continue on version {n}': 'Verdergaan op versie {n}',
  'It continues on version {n}': 'Gaat verder op versie {n}',
  'There is no other version of this workflow.': 'Er is geen andere versie van deze workflow.',
  'What is different there': 'Wat daar anders is',
  'The steps are the same there.': 'De stappen zijn daar hetzelfde.',
  '“{step}” is not there: which step is it?': '“{step}” ontbreekt daar: welke stap is het?',
  'It cannot continue there': 'Kan daar niet verdergaan',
  'It can, and every step has its place there.': 'Dat kan, en elke stap heeft daar een plaats.',
  'It can. These steps are left behind: {steps}': 'Dat kan. Deze stappen blijven achter: {steps}',

  // the tree of the designer
  'Drag it, or press Space and an arrow key': 'Sleep, of druk op spatie en een pijltjestoets',
  'Lifted: arrows move it, Enter drops it, Esc puts it back': 'Opgetild: pijltjes verplaatsen, Enter zet neer, Esc zet terug',
  'Dropped': 'Neergezet',
  'It is where it was': 'Staat weer waar het stond',
  'Put it back': 'Terugzetten',
  'Paste {id}': '{id} plakken',
  'No step yet: choose one at the left, or drag it here.': 'Nog geen stap: kies er links een, of sleep die hierheen.',
  'Nothing happens here yet': 'Hier gebeurt nog niets',
};
