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

  'Matter {id}': 'Zaak {id}',
  'The story as text, for a report': 'Het verloop als tekst, voor een verslag',

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

  // why a workflow started or not, and what uses it
  'Why it started or not': 'Waarom wel of niet gestart',
  'The last events, and what was decided about each': 'De laatste gebeurtenissen, en wat er over elk is besloten',
  'No event has come yet that it waits for.': 'Er is nog geen gebeurtenis gekomen waarop de workflow wacht.',
  'What starts it': 'Wat deze workflow start',
  'What it starts': 'Wat deze workflow start bij anderen',
  'No other workflow.': 'Geen andere workflow.',
  'there is none of that key': 'er is er geen met die sleutel',
  'draft by': 'concept van',

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

  // the designer
  'Preview': 'Voorbeeld',
  'An instance of this draft would have these steps. Those that are ready begin with it; the others follow.': 'Een instantie van dit concept zou deze stappen hebben. Wat klaarstaat, begint meteen; de rest volgt.',
  'It cannot be said which steps are ready first': 'Niet te zeggen welke stappen als eerste klaarstaan',
  'due within {time}': 'deadline binnen {time}',
  'may be skipped': 'mag worden overgeslagen',

  'It would have started for {n} event of the last 7 days.': 'Zou voor {n} gebeurtenis van de laatste 7 dagen gestart zijn.',
  'It would have started for {n} events of the last 7 days.': 'Zou voor {n} gebeurtenissen van de laatste 7 dagen gestart zijn.',
  'but it was {value}': 'maar het was {value}',

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
