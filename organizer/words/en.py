"""English: the same sentences under the same keys."""

WORDS: dict[str, str] = {
    # --- help ---
    "help": (
        "The contest organizers' command line (tiếng Việt: --lang vi --help).\n"
        "Every command that changes something has --dry-run, which shows what would change and changes nothing.\n"
        "Exit codes: 0 done, 1 refused or faulty, 2 misused.\n"
        "Example: python -m organizer --stage production --by thu-ky status hai-phong-2023"
    ),
    "help.example": "Example: ",
    "help.usage": "Usage: ",
    "help.arguments": "Arguments",
    "help.options": "Options",
    "help.commands": "Commands",
    "help.check": (
        "Check a contest's definition and the question banks that it names.\n"
        "Tells every fault, every contradiction and every point that the plan leaves open; needs no connection.\n"
        "Example: python -m organizer check contests/hai-phong-2023/contest.yaml"
    ),
    "help.schema": (
        "Print or write the JSON Schema by which editors complete contest.yaml.\n"
        "Example: python -m organizer schema contests/schema.json"
    ),
    "help.template": (
        "Make an Excel template for questions or for a roster.\n"
        "Example: python -m organizer template questions cau-hoi.xlsx --contest contests/hai-phong-2023/contest.yaml\n"
        "Example: python -m organizer template roster thi-sinh.xlsx --contest contests/hai-phong-2023/contest.yaml"
    ),
    "help.contest": "A contest as a whole.",
    "help.contest load": (
        "Put in a contest's whole folder: definition, question banks, list of units, roster.\n"
        "Every file is checked first; with a fault anywhere nothing goes in. The list of units is units.xlsx or units.csv in "
        "the folder, the roster is roster.xlsx or roster.csv, or --roster.\n"
        "Example: python -m organizer contest load contests/hai-phong-2023 --roster thi-sinh.xlsx --dry-run"
    ),
    "help.definition": "A contest's definition.",
    "help.definition import": (
        "Put a definition in; a round that is settled can't be changed any more.\n"
        "Example: python -m organizer definition import contests/hai-phong-2023/contest.yaml --dry-run"
    ),
    "help.bank": "A question bank.",
    "help.bank import": (
        "Put in a round's question bank (.xlsx, .csv): all of it or nothing.\n"
        "The same file again changes nothing.\n"
        "Example: python -m organizer bank import hai-phong-2023 tuan-1 cau-hoi-tuan-1.xlsx --dry-run"
    ),
    "help.roster": "A roster.",
    "help.roster import": (
        "Put in a roster (.xlsx, .csv), and give each new person a code.\n"
        "Codes are shown once: they go to a new file that only its owner may read, and are kept as hashes.\n"
        "Example: python -m organizer roster import hai-phong-2023 thi-sinh.xlsx --codes ma-du-thi.csv"
    ),
    "help.units": "The list of units.",
    "help.password": "The password of a contest.",
    "help.password set": "Set the password that people have to enter when they register; typed, or piped in.\nExample: python -m organizer password set hai-phong-2023",
    "help.password clear": "Take the password away; a contest that needs one takes no registrations then.\nExample: python -m organizer password clear hai-phong-2023",
    "password.chosen": "The contest's password",
    "password.set": "The password of {contest} is set.",
    "password.cleared": "The password of {contest} is taken away.",
    "trouble.password-empty": "Nothing was typed. To take a password away, use password clear.",
    "help.units import": (
        "Put units (.xlsx, .csv) on the list from which people choose theirs when they register or sign in by themselves.\n"
        "Columns (accents don't matter): Don vi (unit); and if you like Loai don vi (class) and So nguoi (how many may take "
        "part). All of it or nothing; "
        "units that the file doesn't name stay as they are, but for --whole. Truc thuoc, if there, names the unit above.\n"
        "Example: python -m organizer units import hai-phong-2023 don-vi.xlsx --dry-run"
    ),
    "help.certificates": (
        "Print the certificates of a published round's winners, or of the whole contest (say final): a .zip with a PDF for each, "
        "or one .pdf with all pages. Numbers and codes are the deployment's and stay when they are printed again. "
        "--everybody prints those of all who took part (say final), --unit of one unit's people alone.\n"
        "Example: python -m organizer certificates song-cong-2021 tuan-1 --to certificates.zip --seal seal.png"
    ),
    "param.certificates_file": "the file to write: .zip (a PDF for each) or .pdf (all pages)",
    "param.everybody": "of everybody who took part, not of prizes",
    "param.of_unit": "a unit's id; only with --everybody",
    "trouble.certificates-unit": "--unit goes with --everybody alone.",
    "help.certificate-pictures": (
        "Put in the seal and the signature for the certificates that people fetch by themselves; those that `certificates` prints "
        "have them too unless others are named. --none takes both off.\n"
        "Example: python -m organizer certificate-pictures song-cong-2021 --seal seal.png --signature signature.png"
    ),
    "param.no_pictures": "take both pictures off",
    "trouble.pictures-what": "Name a picture (--seal, --signature), or --none to take them off.",
    "pictures.seal.there": "Certificates of {contest} have a seal.",
    "pictures.seal.none": "Certificates of {contest} have no seal.",
    "pictures.signature.there": "Certificates of {contest} have a signature.",
    "pictures.signature.none": "Certificates of {contest} have no signature.",
    "param.seal_file": "a picture of the seal (.png, .jpg)",
    "param.signature_file": "a picture of the signature (.png, .jpg)",
    "certificates.none": "There is no certificate to print.",
    "certificates.would-write": "Tried only: {count} certificates would be written to {file}.",
    "certificates.done": "{count} certificates are in {file}. It holds names: only its owner may read it.",
    "trouble.certificates-kind": "“{file}” has to end in .zip (a PDF for each) or .pdf (all in one).",
    "trouble.picture-unreadable": "The picture “{file}” can't be read.",
    "help.units facts": (
        "Tell what prizes for units ask for and no round knows: judged entries, their ranks, leaders who came to every round.\n"
        "Columns: Don vi (unit); So bai du thi (entries); Xep hang bai du thi (rank); Lanh dao du thi du cac vong (leaders, such "
        "as 3/4). The file takes the place of all that was told before; results of the contest that are there get a revision.\n"
        "Example: python -m organizer units facts hai-phong-2023 xep-hang-video.xlsx --dry-run"
    ),
    "param.facts_file": "a table about the units (.xlsx, .xls, .ods, .csv)",
    "unit-facts.preview": "Facts about units: {facts} in the file, {before} told before, {changed} of them differ.",
    "unit-facts.done": "The facts about units of {contest} are told.",
    "help.status": ("Show how a contest's rounds stand.\nExample: python -m organizer status hai-phong-2023"),
    "help.ready": (
        "Make a round ready: draw the seeds, publish the commitment.\n"
        "After that the round's definition and bank can't be changed; it has to be done before the opening.\n"
        "Example: python -m organizer --by thu-ky ready hai-phong-2023 tuan-1"
    ),
    "help.close-early": (
        "Close a round earlier than planned; the new close has to be two minutes ahead at least.\n"
        "The decision is written into the export's decisions.csv.\n"
        'Example: python -m organizer --by thu-ky close-early hai-phong-2023 tuan-1 --at "16:30 29/10/2023" '
        "--reason mat-dien\n"
        "Example: python -m organizer --by thu-ky close-early hai-phong-2023 tuan-1 --in 2m --reason dong-som"
    ),
    "help.close-due": (
        "Do now whatever is due: close, rank, publish.\n"
        "The system's clock does this every minute by itself.\n"
        "Example: python -m organizer close-due --dry-run"
    ),
    "help.winners": (
        "Show the winners of a closed round, and why each is where they are.\n"
        "Example: python -m organizer winners hai-phong-2023 tuan-1 --xlsx ket-qua-tuan-1.xlsx"
    ),
    "help.approve": (
        "Approve a closed round's results, so that they are published at their hour.\n"
        "Example: python -m organizer --by truong-ban approve hai-phong-2023 tuan-1"
    ),
    "help.publish": (
        "Publish now the results of a round whose hour has come.\nExample: python -m organizer publish hai-phong-2023 tuan-1"
    ),
    "help.export": (
        "Fetch the files of a round's export, or print links to them for auditors.\n"
        "After publication each file is checked against manifest.json.\n"
        "Example: python -m organizer export hai-phong-2023 tuan-1 --to out\n"
        "Example: python -m organizer export hai-phong-2023 tuan-1 --links --hours 4"
    ),
    "help.person export": (
        "Write everything that is kept of a person, on their request: FILE.json and FILE.html.\n"
        "Only their owner can read the two files; delete them once handed over. Answers are in them once a round is published.\n"
        "Example: python -m organizer person export hai-phong-2023 - --to nguyen-van-an"
    ),
    "help.person erase": (
        "Erase a person's data, on their request; chiefs alone can.\n"
        "Papers and results stay under the contestant's id and still verify. The person can't take part in the contest again.\n"
        "Example: python -m organizer person erase hai-phong-2023 - --dry-run"
    ),
    "param.stage": "the deployment; the one running on this machine (make run) by default",
    "param.lang": "the language: vi (Vietnamese) or en (English)",
    "param.help": "show this help",
    "param.dry_run": "only show what would change",
    "param.new_codes": "give everybody in the file another code; the former ones open nothing any more",
    "param.yes": "don't ask before what can't be undone",
    "param.contest": "the contest's id, such as hai-phong-2023",
    "param.round": "the round's id, such as tuan-1",
    "param.contest_file": "the contest's definition",
    "param.definition_file": "check against the definition in this file; by default against the one put in",
    "param.schema_file": "the file to write; printed without one",
    "param.kind": "questions or roster",
    "param.template_file": "the template to make",
    "param.folder": "the folder",
    "param.roster_file": "the roster (.xlsx, .xls, .ods, .csv)",
    "param.units_file": "the list of units (.xlsx, .xls, .ods, .csv)",
    "param.whole": "the file is the whole list: units that it doesn't name can't be chosen any more",
    "param.bank_file": "the question bank (.xlsx, .xls, .ods, .csv)",
    "param.codes": "a new file for the codes; “-” prints them",
    "param.at": "the new hour of the close, Vietnamese time",
    "param.after": "close after so long: 2m, 90s, 1h30m",
    "param.reason": "the reason's code in lower case, such as mat-dien",
    "param.xlsx_file": "write them into this workbook as well",
    "param.hours": "for how many hours the links shall work (1 to 12)",
    "param.revision": "number of the revision, for example 1; by default the one in force",
    "param.stem": "the files' name, without a suffix",
    "param.links_only": "print the links, fetch nothing",
    # --- misuse ---
    "usage.missing": "{name} is missing.",
    "usage.no-such-option": "There is no option {name}.",
    "usage.no-such-command": "There is no command “{name}”.",
    "usage.unfit": "{name}: {why}",
    "usage.no-value": "The option {name} lacks a value, or has one that it doesn't take.",
    "usage.not-understood": "There is an argument too many, or a wrong one. A value with a space belongs in quotes.",
    "usage.see-help": "See: {command} --help",
    "usage.one-of": "“{found}” won't do; choose one of: {allowed}.",
    "usage.code": "“{found}” won't do; only lower-case letters without accents, digits and hyphens, 40 at most.",
    "usage.whole": "“{found}” won't do; a whole number from 1 upwards is needed.",
    "usage.time": "“{found}” won't do; the form is 16:30 29/10/2023 (hour:minute day/month/year).",
    "usage.span": "“{found}” won't do; the form is 2m, 90s or 1h30m.",
    "trouble.no-stage": "Which deployment is meant? Start make run, or add --stage test or --stage production.",
    "trouble.yes-needed": "This can't be undone, and nobody is there to be asked. Add --yes if it is certain.",
    "trouble.at-or-in": "Exactly one of the two is needed: --at (an hour) or --in (a length of time).",
    "trouble.to-or-links": "Exactly one of the two is needed: --to (a folder to fetch into) or --links (print the links).",
    "trouble.template-kind": "{file}: a template's name ends in .xlsx.",
    "trouble.template-needs-contest": (
        "A roster's template has to know the unit classes and the excluded bodies. Add --contest contest.yaml."
    ),
    # --- trouble ---
    "trouble.declined": "Nothing was done: the answer was no yes.",
    "trouble.no-local-stack": "Nothing is running on this machine. Start make run in another window and try again.",
    "trouble.local-stack-unread": "{file} can't be read ({why}). Start make run FRESH=1.",
    "trouble.no-credentials": (
        "This machine has no AWS credentials ({why}). Sign in (aws sso login, for example) or set AWS_PROFILE and try again."
    ),
    "trouble.refused-credentials": (
        "AWS refuses this account at “{stage}”: {why}. Sign in again, or ask for leave to call the organizer function."
    ),
    "trouble.no-connection": "“{stage}” can't be reached; nothing was sent. Check the network and try again.",
    "trouble.answer-lost": (
        "The connection to “{stage}” was lost while waiting for the answer; the act may have been done. Look with "
        "status, then "
        "run this command again: repeating it changes nothing more."
    ),
    "trouble.answer-unread": "“{stage}” answered in a form that isn't known. Check the address, or update this program.",
    "trouble.not-deployed": "Nothing is deployed at “{stage}”. Check --stage, the AWS region and the account.",
    "trouble.aws": "AWS says: {why}",
    "trouble.busy": (
        "A service of AWS is busy or has failed. Wait a minute and run just this command again: "
        "what is done is not done twice."
    ),
    "trouble.function-failed": "The organizer function failed: {why}. Try again in a minute; if it stays, see its log.",
    "trouble.still-running": (
        "This takes longer than a minute; the system goes on with it. Look with status in a minute or two."
    ),
    "trouble.no-such-file": "There is no file {file}. Check its name and folder.",
    "trouble.file": "{file} can't be read or written: {why}",
    "trouble.file-there": "{file} is there already, and is not written over. Choose another name.",
    "trouble.link-unfit": "The system gave a name that can't be used: {url}",
    "trouble.link-refused": (
        "The link was refused (status {status}); it may have expired. Run the command again for a new one."
    ),
    "trouble.link-lost": "The connection was lost while fetching ({why}). Run the command again; whole files have stayed.",
    "trouble.damaged": (
        "{file} is not what its recorded digest says, and was not kept. Run it again; if it stays, tell the auditors."
    ),
    "interrupted": "Stopped as asked.",
    "refused.unknown": "The system refuses: {code}. This program may be older than the system; please update it.",
    "fault.unknown": "{where}: fault {code}. This program may be older than the system; please update it.",
    "faults.more": "... and {count} more.",
    "faults.count": "{count} fault(s); nothing was put in. Mend them all and run it again.",
    "open.count": "{count} point(s) still open; the contest can't be opened.",
    "warning": "Note: {line}",
    # --- previews and what was done ---
    "confirm": "Deployment: {stage}. This can't be undone. Do it? [y/N]",
    "dry-run": "Dry run: nothing was changed.",
    "nothing-to-do": "There is nothing to change.",
    "yes": "yes",
    "no": "none yet",
    "check.faults": "Faults and contradictions: {count}",
    "check.open": "Points still open: {count}",
    "check.budget": "Prizes and their money:",
    "check.banks-unread": "Question banks: not looked at, because rounds or paper has faults or is still open.",
    "check.bank": "Round {round}: {file}, {count} questions, no fault.",
    "check.bank-faulty": "Round {round}: {file} has faults, see below.",
    "check.no-bank": "Round {round}: the definition names no question bank; put one in with bank import.",
    "check.ready": "{file}: ready to be put in.",
    "check.not-ready": "{file}: not ready.",
    "file.same": "{file} is right as it is.",
    "file.would-write": "Dry run: {file} would be written.",
    "file.written": "{file} is written.",
    "definition.same": "Definition of {contest}: nothing changes.",
    "definition.preview": "The definition of {contest} changes in the rounds: {rounds}.",
    "definition.done": "The definition is put in for the rounds: {rounds}.",
    "bank.preview": "Question bank of round {round}:",
    "bank.preview-new": "Question bank of round {round}: {count} questions go in after the definition.",
    "bank.done": "The question bank of round {round} is put in: {count} questions.",
    "units.preview": "List of units: {added} new, {changed} changed, {taken_off} taken off, {same} unchanged.",
    "units.added": "New: {items}.",
    "units.changed": "Changed: {items}.",
    "units.taken-off": "Taken off the list (who has chosen one keeps it): {items}.",
    "units.more": "and {count} other units",
    "units.done": "{count} units are put in; within a minute the list to choose from is at /{contest}/units.json.",
    "roster.preview": "Roster: {new} new, {changed} changed, {same} unchanged; {units} units.",
    "roster.none": "The folder holds no roster.xlsx or roster.csv; put a roster in with roster import.",
    "roster.sending": "Putting the roster in",
    "roster.stopped": (
        "Stopped half-way: {done} of {all} people are in; the new ones' codes are in {file} (if it is there). "
        "Mend the cause and "
        "run it again: who is in keeps their code."
    ),
    "roster.done": "The roster of the system agrees with the file: {count} people.",
    "roster.codes": (
        "The codes of {count} new people are in {file}. They are shown this once: keep it safe, and hand them out."
    ),
    "ready.preview": (
        "Round {round} (opens {opens}): seeds are drawn and the commitment is published. After that the round's "
        "definition and "
        "bank can't be changed."
    ),
    "ready.before": "Round {round} is “{state}” already; there is nothing to change.",
    "ready.done": "Round {round}: {state}. Commitment: {commitment}",
    "ready.asked": "Round {round}: the wish is written down, and done within a minute. Look with status.",
    "close-early.preview": (
        "Round {round} will close at {closes} (reason: {reason}). Papers under way have to be in by then."
    ),
    "close-early.done": "Round {round} closes at {closes}.",
    "due.nothing": "Nothing is due.",
    "due.close": "Would close and rank: {contest}, round {round}.",
    "due.publish": "Would publish: {contest}, round {round}.",
    "due.ready": "Would make ready: {contest}, round {round}.",
    "due.counts": (
        "{attempts} attempts: {submitted} handed in, {timed_out} timed out, {blank} blank, {ruled_out} ruled out; {perfect} "
        "perfect; {prizes} prizes."
    ),
    "did.close": "Closed and ranked: {contest}, round {round}.",
    "did.publish": "Published: {contest}, round {round}.",
    "did.ready": "Made ready: {contest}, round {round}.",
    "approve.preview": (
        "Round {round}: the results are approved and published from {results} on. See them first with winners."
    ),
    "approve.before": "Round {round} was approved by {by}; there is nothing to change.",
    "approve.done": "Round {round} is approved ({by}). The results are published from {results} on.",
    "publish.preview": "Round {round}: the results go to the contest's site for everybody to see.",
    "publish.before": "Round {round} is published; there is nothing to change.",
    "publish.done": "The results of round {round} are published.",
    "publish.asked": "Round {round} will be published; look with status in a minute.",
    "winners.nobody": "(not given)",
    "winners.won_earlier": "passed over: won a prize in an earlier round",
    "winners.closed": "The results are not published: please keep them to yourself.",
    "winners.published": "The results are published.",
    "winners.written": "{file} is written; it holds names, and only its owner may read it.",
    "export.fetching": "Fetching {file}",
    "export.would-fetch": "Would fetch into {folder}: {files}.",
    "export.checked": "Fetched into {folder}; every file is what manifest.json says.",
    "export.unchecked": "Fetched into {folder}; not checked, since manifest.json comes with publication.",
    "export.later": "Only publication brings: {files}.",
    "column.round": "Round",
    "column.state": "State",
    "column.opens": "Opens",
    "column.closes": "Closes",
    "column.results": "Results",
    "column.bank": "Questions",
    "column.approved": "Approved",
    "column.commitment": "Commitment",
    "column.prize": "Prize",
    "column.place": "Rank",
    "column.name": "Name",
    "column.unit": "Unit",
    "column.amount": "Amount (VND)",
    "column.why": "Why",
    "column.file": "File",
    "column.link": "Link",
    "column.bytes": "Bytes",
    "state.draft": "draft",
    "state.ready": "ready",
    "state.closing": "closing",
    "state.closed": "closed",
    "state.published": "published",
    "state.waiting": "waiting for facts about units",
    "state.open": "open now",
    "state.practice": "practice",
    "approval.not-asked": "not needed",
    "approval.waiting": "not yet",
    # --- stages: deploying, looking, taking down ---
    "help.doctor": "Tell whether the AWS account and a stage are ready for a contest: what was found, what is needed, what to do.\nExample: python -m organizer doctor production",
    "help.deploy": "Package, show what would change, ask, then change a stage and publish its site.\nUsually called as make deploy STAGE=production.\nExample: python -m organizer deploy test --dry-run",
    "help.smoke": "Try whether a stage does what people will ask of it; nothing is changed.\nExample: python -m organizer smoke production",
    "help.sso": "The province's single sign-on.",
    "help.sso set": "Say which server signs people on to a contest; its secret is asked for or read from a file, never an argument.\nPrints the address that its administrators have to register.\nExample: python -m organizer --stage production sso set hue-khcn-2022 --issuer https://sso.hue.example.vn --client-id hoithi",
    "help.sso show": "Show the servers and the addresses to be registered; a secret is never printed.\nExample: python -m organizer --stage production sso show",
    "help.sso clear": "Forget a contest's server; nobody can sign on by it any more.\nExample: python -m organizer --stage production sso clear hue-khcn-2022",
    "param.issuer": "the server's address (issuer), letter for letter as it calls itself",
    "param.client_id": "the id that the server has given to the contest",
    "param.secret_file": "a file with the client secret; without one it is asked for",
    "param.public": "the server gives no secret (public client)",
    "column.contest": "Contest",
    "column.issuer": "Sign-on server",
    "column.client": "Client id",
    "column.secret": "Secret",
    "column.redirect": "Address to be registered",
    "sso.secret": "Client secret",
    "sso.redirect": "The server's administrators have to register this redirect URI, letter for letter:\n  {redirect}",
    "sso.found": "The server {issuer} is there.",
    "sso.other": "Note: the server at {issuer} calls itself “{found}”. It has to be set as it calls itself, or nobody can sign on.",
    "sso.not-found": "Note: the server {issuer} can't be reached from here yet. Please check the address.",
    "sso.set": "Set the sign-on server of {contest}; it is used within a minute.",
    "sso.cleared": "Forgot the sign-on server of {contest}.",
    "sso.kept": "kept",
    "sso.public": "none",
    "trouble.sso-unknown": "No sign-on server is set for {contest}.",
    "trouble.sso-secret-empty": "The secret is empty. If the server gives none, add --public.",
    "trouble.sso-secret-twice": "Choose one: --secret-file or --public.",
    "trouble.sso-issuer": "“{found}” can't be used: the server's address begins with https:// and has nothing behind a ?.",
    "help.restore-drill": 'A restore, tried: the attempts of some moment in a table of their own, held against today\'s, and that table deleted.\nExample: python -m organizer restore-drill production\nExample: python -m organizer restore-drill production --at "08:30 29/10/2023" --keep',
    "help.teardown": "Take a stage down: copy everything out, check the copies, then delete; the stage's name has to be typed.\nExample: python -m organizer teardown test --to luu-tru-test --dry-run",
    "param.new_edge_secret": "change the secret between CloudFront and the API; the former one is good until the next deployment",
    "param.name": "the stage's name, typed beforehand instead of being asked for",
    "param.with_data": "delete the tables and buckets too, except what is locked",
    "param.put_back": "put back attempts that are lost (none over one that is there)",
    "param.keep": "keep the restored table",
    "trouble.name-needed": "This needs the stage's name typed, and nobody is there to be asked. Add --name {stage} if it is certain.",
    "trouble.settings-unfit": "{file} won't do ({why}). Mend it after the other stage's file and try again.",
    "trouble.lock-mode": "{file}: production needs LockMode: COMPLIANCE, so that nobody can change an export.",
    "trouble.no-runtime-python": "Python {version} is needed to package for Lambda. Install it, then run make deploy PYTHON313=/path/to/python{version}.",
    "trouble.program-failed": "{program} failed: {why}",
    "trouble.package-unfit": "The package would not run on Lambda: {why}. Run make clean and try again.",
    "trouble.package-too-big": "The package weighs {size}, more than {largest}. Heaviest: {biggest}. Take a library out of requirements.in.",
    "trouble.unknown-parameters": "infra/resources.yaml has no parameter: {names}. Mend infra/stages/{stage}.yaml.",
    "trouble.stack-failed-before": "The deployment of {stack} before this one failed ({status}). Delete what is left of it and run again: aws cloudformation delete-stack --stack-name {stack}",
    "trouble.stack-at-work": "{stack} is being changed ({status}). Wait some minutes and run again.",
    "trouble.change-set-failed": "CloudFormation could not make the list of changes: {why}",
    "trouble.deployment-failed": "It could not be done ({status}); CloudFormation has put everything back. The cause: {why}",
    "trouble.loss-under-way": "Refused: {names} would be lost or replaced while a round is under way. Wait until it is closed.",
    "trouble.teardown-under-way": "Refused: round {round} of {contest} is under way or about to open (it closes at {closes}).",
    "trouble.copy-differs": "The copy of {what} is not its source ({copied} against {there}). Nothing was deleted. Run again with another folder.",
    "trouble.moment-out-of-reach": "That moment can't be restored. Choose one from {earliest} to {latest}.",
    "type-name": "Type the stage's name ({stage}) to do it",
    "deploy.where": "Stage {stage}, AWS account {account}, region {region}.",
    "deploy.packaging": "Packaging",
    "deploy.uploading": "Uploading",
    "deploy.comparing": "Comparing with the stage",
    "deploy.applying": "Changing the stage",
    "deploy.same": "Nothing changes in infrastructure and code.",
    "deploy.confirm": "Make these changes at {stage}? [y/N]",
    "deploy.under-way": "Note: round {round} of {contest} is open, about to open or being closed (it closes at {closes}). Better wait.",
    "deploy.loss": "DANGER: {names} would be removed or replaced by empty ones; what is in them would be out of use.",
    "deploy.done": "{count} changes were made.",
    "deploy.published": "{count} files of the site are up: {address}\nNext: python -m organizer smoke {stage}",
    "doctor.not-deployed": "Stage {stage} is not deployed yet.",
    "looked.well": "Nothing has to be mended.",
    "looked.bad": "{count} thing(s) have to be mended.",
    "level.ok": "[ok]  ",
    "level.look": "[look]",
    "level.bad": "[bad] ",
    "level.unknown": "[?]   ",
    "found.unanswered": "{what} did not say ({why}).",
    "found.account": "Account {account}, user {who}, region {region}.",
    "found.not-root": "Signed in as a user, not as the account's root.",
    "todo.not-root": "Make a user of your own (IAM Identity Center) and sign in as that one.",
    "found.skew": "This machine's clock is {found} s off AWS's; {most} s are allowed.",
    "todo.skew": "Have this machine set its clock by the network.",
    "found.region": "Region {region}: {found}.",
    "todo.region": "Enable {region} under Account in AWS's console, or change region in infra/stages.",
    "found.python": "Python that packages: {found}; {needed} is needed.",
    "todo.python": "Install Python {needed} and run make deploy; see docs/operating.md.",
    "found.concurrency": "Lambda's concurrent executions: {found}; {needed} are needed.",
    "todo.concurrency": "Ask for more, two weeks ahead at least: aws service-quotas request-service-quota-increase --region {region} --service-code lambda --quota-code L-B99A9384 --desired-value {needed}",
    "found.gateway-rate": "API Gateway, requests a second: {found}; {needed} are needed.",
    "todo.gateway-rate": "Ask for more, two weeks ahead at least: aws service-quotas request-service-quota-increase --region {region} --service-code apigateway --quota-code L-8A5B8E43 --desired-value {needed}",
    "found.gateway-burst": "API Gateway's burst: {found}; {needed} would be good.",
    "todo.gateway-burst": "AWS sets it by the rate: ask for a higher rate.",
    "found.delivery": "CloudFront, requests a second: {found}; {needed} are needed.",
    "todo.delivery": "The usual limit is 250,000. Where more is needed, open a case with AWS Support two weeks ahead.",
    "found.table-writes": "DynamoDB, writes a second to one table: {found}; {needed} are needed.",
    "todo.table-writes": "Ask for a higher “Table-level write throughput limit” of DynamoDB in {region}, in Service Quotas, two weeks ahead.",
    "found.warm-asked": "WarmWrites in infra/stages: {found}; {needed} are needed.",
    "todo.warm-asked": "Set WarmWrites: {needed} in infra/stages/{stage}.yaml and deploy, a day before the opening at the latest.",
    "found.no-domain": "No domain name of its own.",
    "found.certificate-region": "The domain's certificate: {found}; it has to be in us-east-1.",
    "todo.certificate-region": "Ask for a certificate in ACM in us-east-1 and put it into CertificateArn.",
    "found.certificate": "Certificate for {alias}: {found}, it names {names}.",
    "todo.certificate": "Finish the domain's validation in ACM, or ask for a certificate that names {alias}.",
    "found.certificate-lasts": "The certificate lasts {days} more days.",
    "todo.certificate-lasts": "See that the validation record is still in DNS, so that ACM renews it.",
    "found.mail": "Mail (SES): out of its sandbox.",
    "todo.mail": "SES is in its sandbox. That matters where a contest sends codes by mail; leaving it in {region} takes a day or more.",
    "found.mail-identity": "The sender of letters, {sender}: SES has verified {identity}.",
    "todo.mail-identity": "No letter can be sent. MailIdentity has to be the address {sender} itself or its domain, and SES has to have verified it.",
    "found.stack": "{stack}: {found}.",
    "todo.stack": "See the events in CloudFormation, then run make deploy again.",
    "found.termination": "{stack}: protection against deletion.",
    "todo.termination": "Run make deploy: it turns the protection on each time.",
    "found.rule": "The rule of every minute ({rule}): {found}.",
    "todo.rule": "Enable it now: aws events enable-rule --name {rule}. Until then no round is closed.",
    "found.ticks": "The clock ran {found} times in the last {minutes} minutes.",
    "todo.ticks": "See the rule and the log of the clock function.",
    "found.tick-errors": "The clock's errors in the last {minutes} minutes: {found}.",
    "todo.tick-errors": "See the log of the clock function, and Alarms in docs/operating.md.",
    "found.deletion": "{table}: protection against deletion.",
    "todo.deletion": "Turn it on: aws dynamodb update-table --table-name {name} --deletion-protection-enabled",
    "found.recovery": "{table}: recovery to any second (PITR).",
    "todo.recovery": "Turn it on: aws dynamodb update-continuous-backups --table-name {name} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true",
    "found.versions": "{bucket}: every version kept.",
    "todo.versions": "Turn it on: aws s3api put-bucket-versioning --bucket {name} --versioning-configuration Status=Enabled",
    "found.lock": "Exports: lock against change.",
    "todo.lock": "Open no round; the lock can be had when the bucket is made alone. See docs/operating.md.",
    "found.alarms": "Alarms ringing: {found} (of {count}).",
    "todo.alarms": "See Alarms in docs/operating.md.",
    "found.subscribed": "Who hears of alarms: {found}.",
    "todo.subscribed": "Nobody yet, or the link in AWS's mail was not followed: look for “AWS Notification - Subscription Confirmation”.",
    "found.warm": "The attempts table takes {found} writes a second at once; {needed} are needed.",
    "todo.warm": "Set WarmWrites: {needed} in infra/stages/{stage}.yaml and deploy, a day before the opening at the latest.",
    "found.page": "{address}/ answers {found}.",
    "todo.page": "CloudFront takes some minutes after a first deployment; if it stays, deploy again.",
    "found.policy": "The page: its Content-Security-Policy.",
    "todo.policy": "See SecurityHeaders in infra/resources.yaml; deploy again.",
    "found.assets": "The page's style and modules: {found}.",
    "todo.assets": "Deploy again: make deploy uploads the folder web.",
    "found.lost": "An unknown address: {found}, with a page of its own.",
    "todo.lost": "Deploy again: 404.html is missing.",
    "found.api": "The API answers {found} through CloudFront, in its own words and with the server's time.",
    "todo.api": "See the log of the api function, and the secret between CloudFront and the API.",
    "found.server-time": "The server's time is {found} s off this machine's; {most} s are allowed.",
    "todo.server-time": "Have this machine set its clock. The server's time is the one that counts.",
    "found.door": "The API refuses who does not come through CloudFront: {found}.",
    "todo.door": "It has to be 403. See HOITHI_EDGE_SECRET of the api function; open no round before it is mended.",
    "found.dry-run": "The clock makes a dry run; things due: {count}.",
    "todo.dry-run": "See the logs of the organizer and clock functions.",
    "found.contest-page": "The page of {contest}: {found}.",
    "todo.contest-page": "Deploy again: the clock renders every page.",
    "found.definition": "The definition of {contest} can be read.",
    "todo.definition": "See the log of the organizer function.",
    "teardown.preview": "Everything would be copied into {folder}, then the stack deleted. These tables and buckets would stay in AWS: {names}.",
    "teardown.preview-data": "Everything would be copied into {folder}, then the stack deleted AND these tables and buckets (except locked files): {names}.",
    "teardown.copying": "Copying {name}",
    "teardown.copied": "Copied into {folder} and checked. Names and keys are in it: keep it where only those responsible can open it.",
    "teardown.deleting": "Deleting the stack",
    "teardown.deleted": "{stack} is deleted.",
    "teardown.retained": "Retained: {resource} ({name}).",
    "teardown.key-retained": (
        "Still there: the signing key ({name}), some 1 USD a month. Signatures that were made can be checked with the public "
        "key in the copy. To let it go: aws kms schedule-key-deletion --key-id {name} --pending-window-in-days 30"
    ),
    "teardown.gone": "Deleted: {resource} ({name}).",
    "teardown.locked": "Retained: {resource} ({name}), {count} versions; locked until {until}.",
    "drill.put-back-preview": "Lost attempts would be put back into the table in use at {stage}; none is written over.",
    "drill.restoring": "Restoring into {table}",
    "drill.compared": "Held against the table in use: {same} attempts the same, {different} different, {lost} lost, {since} made since.",
    "drill.put-back": "{count} attempts were put back.",
    "drill.kept": "The table {table} is kept. Delete it when done: it costs by its size.",
    "drill.gone": "The table {table} is deleted.",
    "act.add": "add",
    "act.change": "change",
    "act.maybe-replace": "change, may replace",
    "act.replace": "replace",
    "act.remove": "remove",
    "kind.AWS::DynamoDB::Table": "table",
    "kind.AWS::S3::Bucket": "bucket",
    "kind.AWS::S3::BucketPolicy": "a bucket's policy",
    "kind.AWS::SecretsManager::Secret": "secret",
    "kind.AWS::KMS::Key": "key",
    "kind.AWS::Lambda::Function": "function",
    "kind.AWS::Lambda::LayerVersion": "the functions' libraries",
    "kind.AWS::Lambda::Permission": "permission to call a function",
    "kind.AWS::IAM::Role": "role (permissions)",
    "kind.AWS::ApiGateway::RestApi": "API",
    "kind.AWS::ApiGateway::Deployment": "a deployment of the API",
    "kind.AWS::ApiGateway::Stage": "a stage of the API",
    "kind.AWS::CloudFront::Distribution": "CloudFront (the front door)",
    "kind.AWS::CloudFront::Function": "a function of CloudFront",
    "kind.AWS::CloudFront::ResponseHeadersPolicy": "security headers",
    "kind.AWS::CloudFront::OriginAccessControl": "CloudFront's access to the site",
    "kind.AWS::CloudWatch::Alarm": "alarm",
    "kind.AWS::CloudWatch::Dashboard": "dashboard",
    "kind.AWS::Events::Rule": "timer",
    "kind.AWS::Logs::LogGroup": "log",
    "kind.AWS::SNS::Topic": "where alarms go",
    "kind.AWS::SQS::Queue": "queue of what failed",
    "kind.AWS::Budgets::Budget": "budget",
    "column.act": "Act",
    "column.resource": "Name",
    "column.type": "Kind",
    "column.properties": "What of it",
    "column.count": "Count",
    "column.digest": "Hash",
    # --- accounts and roles ---
    "help.login": "Sign in with an organizers' account; a session lasts 8 hours, renewed while it is used.\nA password is typed unseen. The first time, with a password that was given, one's own has to be chosen.\nExample: python -m organizer --stage production login thu-ky --contest hai-phong-2023",
    "help.logout": "Sign out: the session ends at once.\nExample: python -m organizer logout",
    "help.whoami": "Say which account is signed in.\nExample: python -m organizer whoami",
    "help.account": "Accounts and roles.",
    "help.account add": 'Make an account, and give a password for its first sign-in.\nWho is juror, organizer, chief or auditor may not take part, so their identifier is asked for (and typed).\nExample: python -m organizer account add thu-ky --contest hai-phong-2023 --role organizer --full-name "Nguyen Van An"\nExample: python -m organizer account add so-noi-vu --contest hai-phong-2023 --role unit_manager --unit "so-noi-vu*" --full-name "Le Thi Binh"',
    "help.account role": "Give an account another role or other units; it holds from the next request on.\nExample: python -m organizer account role thu-ky --contest hai-phong-2023 --role auditor",
    "help.account close": "Close an account for good: its sessions end at once, and its id is not used again.\nExample: python -m organizer account close thu-ky --contest hai-phong-2023",
    "help.account list": "Show who has which role; without a contest, the accounts of all contests.\nExample: python -m organizer account list hai-phong-2023",
    "help.account password": "Change one's own password; of another account, give it one for one sign-in.\nExample: python -m organizer account password\nExample: python -m organizer account password thu-ky --contest hai-phong-2023",
    "help.acts": "Show the log: who did what, when; “*” is what concerns all contests.\nExample: python -m organizer acts hai-phong-2023",
    "help.first-chief": "Make a stage's first chief organizer (deploy does so by itself).\nWith --lost: anew, once every chief has lost their password; that needs the right to change the tables in AWS.\nExample: python -m organizer first-chief production --lost",
    "param.by": "which of the accounts that are signed in here; by default who signed in last (or the variable HOITHI_BY)",
    "param.account": "the account's id: lower case, digits, hyphens",
    "param.of": "the account's contest; without one, an account of all contests",
    "param.role": "the role (docs/roles.md)",
    "param.units": "the id of a unit that they manage, or the beginning of ids and *; may be given several times",
    "param.full_name": "the name of the account's holder",
    "param.password_stdin": "read the password (and the answers after it, one a line) from standard input",
    "param.identifier_stdin": "read the identifier from standard input",
    "param.even_if_in": "give the role even to a contestant: they may not take part any more",
    "param.password_file": "write the one-time password to this new file, which only its owner may read",
    "param.lost": "make the first chief's account anew",
    "trouble.signed-out": "Nobody is signed in at the stage “{stage}”, or the session has ended. Type: {command}",
    "an-account": "ACCOUNT",
    "trouble.nobody-types": "Nobody is there to type a password. Add --password-stdin (or --identifier-stdin) and pipe it in.",
    "trouble.passwords-differ": "The two are not the same; nothing was changed. Run the command again.",
    "login.password": "Password",
    "login.new": "New password (at least 12 characters)",
    "login.again": "The new password again",
    "login.first": "Somebody else made this password, for this one time. Please choose your own.",
    "login.identifier-why": "Whoever has this role may not take part. The identifier is hashed with a key, and not kept as it is.",
    "login.identifier": "Your identifier",
    "login.full-name": "Your full name",
    "login.done": "Signed in: {account}, {role}, {contest}. The session lasts until {expires}, and is renewed while it is used.",
    "logout.done": "Signed out: {account}.",
    "whoami.told": "{account}: {role}, {contest}.",
    "account.identifier": "The identifier of the account's holder",
    "account.would-add": "The account {account} would be made: {role}, {contest}.",
    "account.added": "The account {account} was made: {role}, {contest}.",
    "account.would-change": "The account {account} would be: {role}, {contest}.",
    "account.changed": "The account {account} is now: {role}, {contest}.",
    "account.would-close": "The account {account} ({role}, {contest}) will be closed for good; its sessions end at once.",
    "account.closed": "The account {account} is closed.",
    "account.reset": "The account {account} ({role}, {contest}): its former password opens nothing any more.",
    "account.own-changed": "The password of {account} is changed; its other sessions have ended.",
    "account.password": "One-time password of {account}, shown this once: {password}",
    "account.password-written": "The one-time password of {account} is in {file}, which only its owner may read.",
    "account.every-contest": "all contests",
    "account.is-open": "in use",
    "account.is-waiting": "waits for its first sign-in",
    "account.is-closed": "closed",
    "role.unit_manager": "unit manager",
    "role.juror": "juror",
    "role.organizer": "organizer",
    "role.chief": "chief organizer",
    "role.auditor": "auditor",
    "acts.unknown": "unknown",
    "column.account": "account",
    "column.full-name": "full name",
    "column.role": "role",
    "column.units": "units",
    "column.standing": "standing",
    "column.when": "when",
    "column.about": "about",
    "column.outcome": "outcome",
    "first-chief.made": "First chief organizer: the account {account} ({contest}). One-time password, shown this once: {password}\nGive it to the chief organizer, who signs in with it and chooses their own: python -m organizer --stage {stage} login {account}",
    "first-chief.there": "There is a first chief already; nothing to do. If every password is lost: add --lost.",
    "first-chief.lost": "The first chief's account will be made anew; whoever is signed in with it will be signed out.",
    # --- people: who may not take part, decisions about one person, slips ---
    "help.codes": "Codes on paper.",
    "help.codes print": (
        "Print slips with codes, unit by unit, each with a QR code, from the file of codes that the roster import "
        "wrote.\n"
        "Open the file in a browser and print it on A4: ten slips a sheet, each unit on a new sheet. The QR code holds "
        "the code alone, neither a name nor an identifier.\n"
        "Example: python -m organizer codes print hai-phong-2023 ma-du-thi.csv --out slips.html"
    ),
    "help.qr": (
        "Make the QR code that leads to the contest: a picture to send into Zalo groups, or a page to print and hang "
        "up.\n"
        "Example: python -m organizer qr hai-phong-2023 --out qr.png"
    ),
    "help.exclude": "The lists of people who may not take part.",
    "help.exclude import": (
        "Put in a list of people who may not take part (.xlsx, .csv): all of it or nothing.\n"
        "Columns: Ho va ten (full name), Ma dinh danh (identifier), Don vi (unit), Bo phan (body), Ly do (reason). "
        "Whoever has an identifier is refused at every door; a bare name keeps nobody out, see exclude list.\n"
        "Example: python -m organizer exclude import hai-phong-2023 excluded.xlsx --dry-run"
    ),
    "help.exclude list": (
        "Show who may not take part, and the namesakes to decide about.\n"
        "Example: python -m organizer exclude list hai-phong-2023"
    ),
    "help.person": "One person: find, look, decide.",
    "help.person find": (
        "Find people by identifier or name (accents don't matter); it is asked for, never written on the command line.\n"
        "Example: python -m organizer person find hai-phong-2023"
    ),
    "help.person show": (
        "Show one person: unit, whether they may take part, what was decided.\n"
        "Example: python -m organizer person show hai-phong-2023 -"
    ),
    "help.person exclude": (
        "Keep a person out, even if they have taken part: their sessions end, and no round that hasn't closed ranks "
        "them.\n"
        "They read the reason and the plan's clause.\n"
        "Example: python -m organizer person exclude hai-phong-2023 - --body to-thu-ky"
    ),
    "help.person reinstate": (
        "Let a person take part again: as if they had never been refused.\n"
        "Example: python -m organizer person reinstate hai-phong-2023 - --reason nham-nguoi"
    ),
    "help.person unit": (
        "Move a person to another unit, with their papers of every round that hasn't closed; the decision goes into "
        "decisions.csv.\n"
        "Rounds that have closed stay as they are. The person has to sign in again; a running paper isn't lost.\n"
        "Example: python -m organizer person unit hai-phong-2023 - so-noi-vu --reason chuyen-cong-tac"
    ),
    "help.person revoke": (
        "Sign a person out of every device at once; a running paper stops until they sign in again.\n"
        "Example: python -m organizer person revoke hai-phong-2023 -"
    ),
    "help.person code": (
        "Give another code to a person who has lost theirs; the former one can't be used any more.\n"
        "Example: python -m organizer person code hai-phong-2023 --codes new-code.csv"
    ),
    "param.person": "the contestant's pseudonym (person find shows it), or “-” to be asked for the identifier",
    "param.body": "the id of the body that the person is a member of (excluded_bodies in the definition)",
    "param.why": "the reason that the person will read; without one, the body's name",
    "param.unit": "id or name of the new unit",
    "param.exclusions_file": "the list of people who may not take part (.xlsx, .xls, .ods, .csv)",
    "param.codes_file": "the file of codes that the roster import wrote",
    "param.slips_file": "a new HTML file to print; only its owner can read it",
    "param.poster_file": "a new file: .svg, .png (a picture) or .html (a page to print)",
    "param.site": "the site's address, for example https://thi.example.vn; by default the stage's own",
    "trouble.person-in-history": (
        "No identifier or name on the command line: it would stay in a history. Write “-” to be asked, or the "
        "pseudonym that person find shows."
    ),
    "trouble.poster-kind": "{file}: the file has to end in .svg, .png or .html.",
    "trouble.site-unfit": "“{found}” is not the address of a site. Add --site https://...",
    "roster.decided": "Kept as decided about them alone, not as listed: {count} people ({items}).",
    "person.whom": "Identifier, phone, e-mail or name",
    "person.identifier": "Identifier",
    "person.none": "Nobody was found.",
    "person.more": "There are {count} more. Please give more of the name.",
    "person.may": "may take part",
    "person.may-not": "may not take part ({why})",
    "person.move": "Moved at {at}: {before} to {after} ({by}, {reason})",
    "person.will-move": (
        "The unit will change: {before} to {after}. They have to sign in again; a running paper isn't lost."
    ),
    "person.will-stand": "Will change: {before} to {after}.",
    "person.will-be-decided": (
        "Will be written down as decided about this person alone, no list changes it any more: {standing}."
    ),
    "person.reached": "It holds in the rounds: {rounds}.",
    "person.closed": "Rounds that have closed, whose results stay: {rounds}.",
    "person.done": "Done.",
    "person.revoked": "This person is signed out of every device.",
    "person-erase.preview": "Personal data of {name} ({unit}) will be erased. Papers and results stay under the contestant's id, without the name.",
    "person-erase.confirm": "Erase the personal data of {name} ({unit})? It can't be undone. [yes/no]",
    "person-erase.before": "This person's data was erased at {at}.",
    "person-erase.done": (
        "Erased at {at}. The name goes from the page of results within minutes, from backups within 15 days. This person can't take "
        "part in the contest again."
    ),
    "personal.title": "Personal data in the contest {contest}",
    "personal.attempts": "Attempt {number}",
    "personal.unit_moves": "Move {number} to another unit",
    "personal.contest": "Contest",
    "personal.pseudonym": "Contestant's id (random)",
    "personal.full_name": "Full name",
    "personal.unit": "Unit's id",
    "personal.unit_name": "Unit",
    "personal.unit_by": "Unit by",
    "personal.leader": "Is a leader of the unit",
    "personal.excluded": "May not take part, by body",
    "personal.excused": "Why they don't have to take part",
    "personal.excluded_reason": "Reason for not taking part",
    "personal.decided": "By a decision of its own",
    "personal.kept_out_body": "On the list of who may not take part, by body",
    "personal.kept_out_reason": "Reason on that list",
    "personal.way": "Way in",
    "personal.citizen_id": "Personal identity number",
    "personal.phone": "Phone number",
    "personal.email": "E-mail address",
    "personal.birth_date": "Date of birth",
    "personal.position": "Position",
    "personal.entered_at": "Registered at (UTC)",
    "personal.consent_version": "Version of the notice that was agreed to",
    "personal.consent_at": "Agreed at (UTC)",
    "personal.exported_at": "Exported at (UTC)",
    "personal.kept_until": "Deleted by itself after (UTC)",
    "personal.erased_at": "Erased at (UTC)",
    "personal.round": "Round",
    "personal.number": "Attempt",
    "personal.status": "State",
    "personal.started_at": "Begun (UTC)",
    "personal.deadline_at": "Deadline (UTC)",
    "personal.saved_at": "Last saved (UTC)",
    "personal.submitted_at": "Handed in (UTC)",
    "personal.receipt": "Receipt",
    "personal.questions": "Questions",
    "personal.choices": "Choices",
    "personal.prediction": "Prediction",
    "personal.decided_at": "Decided at (UTC)",
    "personal.by": "Deciding account",
    "personal.before": "Unit before",
    "personal.after": "Unit after",
    "personal.reason": "Reason's code",
    "status.data": "The contest ends at {ends}. Personal data is deleted by itself after {people_go}.",
    "exclude.preview": (
        "People who may not take part: {new} new lines, {changed} changed; {by_name} lines with a name alone."
    ),
    "exclude.put-out": "Contestants now, who will be kept out: {count} ({items}).",
    "exclude.lifted": "Let in by a decision of their own, left as they are: {count} ({items}).",
    "exclude.done": "The list of people who may not take part is in: {count} lines.",
    "exclude.nobody": "Nobody is on the list of people who may not take part.",
    "exclude.was-lifted": "let in again",
    "exclude.by-name": "a name alone, keeps nobody out yet ({why})",
    "exclude.is-decided": "decided: {standing}",
    "exclude.to-decide": "a namesake, to be decided: person exclude or person reinstate",
    "way.roster": "roster",
    "way.registration": "registration",
    "way.sso": "single sign-on",
    "column.person": "Pseudonym",
    "column.taking-part": "Taking part",
    "column.way": "Came by",
    "slips.done": (
        "{count} slips of {units} units are in {file}. Open it in a browser and print it on A4; delete the file afterwards."
    ),
    "qr.done": "The QR code of {address} is in {file}.",
    # --- decisions about a round that has closed ---
    "help.decide": "Decisions about a round that has closed.",
    "help.decide disqualify": (
        "Take one or more attempts out of the ranking; the papers stay in the export.\n"
        "Every decision needs a reason's code, an explanation and a file that it rests on; the command shows what would change "
        "before it asks.\n"
        "Example: python -m organizer decide disqualify hai-phong-2023 tuan-1 CONTESTANT.1 --reason thi-ho "
        '--text "Minutes no. 3" --evidence minutes.pdf --dry-run'
    ),
    "help.decide reinstate": (
        "Put one or more attempts that were taken out back into the ranking.\n"
        "Example: python -m organizer decide reinstate hai-phong-2023 tuan-1 CONTESTANT.1 --reason nham-nguoi "
        '--text "Minutes no. 4" --evidence minutes.pdf'
    ),
    "help.decide void": (
        "Void one or more questions: everybody who was asked one gets its point.\n"
        "Example: python -m organizer decide void hai-phong-2023 tuan-1 p1-03 --reason de-sai "
        '--text "None of the options is right" --evidence minutes.pdf'
    ),
    "help.decide correct-key": (
        "Correct a question's key; several options may be right.\n"
        "Example: python -m organizer decide correct-key hai-phong-2023 tuan-1 p1-03 --to C --reason dap-an-sai "
        '--text "By article 5, C is right" --evidence minutes.pdf'
    ),
    "help.decide move-unit": (
        "Count what a contestant did in this round for another unit; other rounds stay as they are.\n"
        "Example: python -m organizer decide move-unit hai-phong-2023 tuan-1 CONTESTANT --to so-noi-vu --reason nham-don-vi "
        '--text "The department\'s letter" --evidence letter.pdf'
    ),
    "help.decide choose": (
        "Settle a tie across a prize's boundary by the committee's choice (boundary_tie: committee).\n"
        "Example: python -m organizer decide choose hai-phong-2023 tuan-1 nhat --to CONTESTANT --reason ban-to-chuc-chon "
        '--text "Minutes of the meeting" --evidence minutes.pdf'
    ),
    "help.decide withdraw": (
        "Take back a round's results that were published; the page of results says why.\n"
        "Example: python -m organizer decide withdraw hai-phong-2023 tuan-1 --reason xem-xet-lai "
        '--text "A complaint is still open" --evidence complaint.pdf'
    ),
    "help.decision": "Decisions that were made.",
    "help.decision confirm": (
        "Confirm what somebody else has decided; after publication every decision needs two different accounts.\n"
        "The command shows the decision and what would change before it asks.\n"
        "Example: python -m organizer --by truong-ban-2 decision confirm hai-phong-2023 tuan-1 DECISION"
    ),
    "help.decision evidence": (
        "Show what the decisions about a round rest on, those made while it was open among them; --to fetches the files. The look is written down.\n"
        "Example: python -m organizer decision evidence hai-phong-2023 tuan-1 --to evidence"
    ),
    "help.decision list": (
        "Show the decisions about a round: what, why, by whom, and whether they are applied.\n"
        "Example: python -m organizer decision list hai-phong-2023 tuan-1"
    ),
    "param.attempts": "an attempt: the contestant's pseudonym, a full stop, its number (abc....1); the pseudonym alone is all of theirs; may be several",
    "param.contestants": "the contestant's pseudonym (person find shows it); may be several",
    "param.questions": "the question's id, for example p1-03; may be several",
    "param.question": "the question's id, for example p1-03",
    "param.prize": "the prize's id in the definition, for example nhat",
    "param.letters": "the letters that are right, for example A, or “A C”",
    "param.to_unit": "id of the new unit",
    "param.chosen": "pseudonym of who is chosen; several times for several places",
    "param.decision": "the decision's id (decision list shows it)",
    "param.what": "the explanation; “-” to be asked for it (where it names people, don't put it on the command line)",
    "param.evidence": "the file that it rests on, at most 4 MB: pdf, png, jpg, docx, xlsx, txt, zip",
    "usage.attempt": "“{found}” is no attempt. Give the contestant's pseudonym (person find shows it), a full stop, the attempt's number: abc....1. No names, no identifiers.",
    "usage.contestant": "“{found}” is no contestant's pseudonym (26 characters, person find shows it). No names, no identifiers.",
    "usage.question": "“{found}” is no question's id: lower case, digits and hyphens alone.",
    "usage.prize": "“{found}” is no prize's id: lower case, digits and hyphens alone.",
    "usage.unit": "“{found}” is no unit's id: lower case, digits and hyphens alone.",
    "usage.letters": "“{found}” can't be used; give one or more letters of options, for example C, or “A C”.",
    "trouble.decision-without-text": 'There is no explanation; nothing was sent. Add --text "..." that says why (or --text - to be asked for it).',
    "trouble.decision-without-evidence": "There is nothing that it rests on; nothing was sent. Add --evidence FILE: minutes, a letter, a picture...",
    "trouble.evidence-unfit": "{file} can't be what it rests on; nothing was sent. It takes one file that isn't empty, of at most {most} MB, of these kinds: {kinds}. Pack several into one zip.",
    "decision.text": "The explanation",
    "decision.what": "Decision in round {round}: {kind} ({what}); reason: {reason}.",
    "decision.written-by": "The explanation of {by}: {text}",
    "decision.rests-on": "See the file that it rests on before you confirm: decision evidence {contest} {round} {decision} --to FOLDER",
    "decision.fetched": "Fetched {count} files into {folder}; each is the one that was handed in. They may name people: only their owner may read them.",
    "decision.none": "There is no decision about round {round} yet.",
    "decision.lost": "The decision may have been made. Look with decision list {contest} {round} before typing the command again.",
    "decision.is-proposed": (
        "Decision {decision} is written down; it has no effect yet. Another account has to confirm it: "
        "python -m organizer --by ACCOUNT decision confirm {contest} {round} {decision}"
    ),
    "decision.is-decided": "It is decided ({decision}). New results are made within the minute; look with decision list {contest} {round}.",
    "decision.is-applied": "Decision {decision} is applied in revision {revision} of round {round}.",
    "decision.is-done": "Decision {decision} is carried out.",
    "decision-kind.disqualify": "disqualify",
    "decision-kind.exclude": "keep out",
    "decision-kind.reinstate": "reinstate",
    "decision-kind.void": "void a question",
    "decision-kind.correct_key": "correct the key",
    "decision-kind.move_unit": "move to another unit",
    "decision-kind.committee_choice": "the committee's choice",
    "decision-kind.withdraw": "withdraw the results",
    "decision-kind.move_close": "move the close",
    "decision-kind.extend_attempt": "extend an attempt",
    "decision-kind.new_attempt": "grant another attempt",
    "decision-state.proposed": "waits for a second account",
    "decision-state.decided": "waits to be applied",
    "decision-state.applied": "applied",
    "changes.cells": "Cells that would change:",
    "changes.no-cells": "No cell changes.",
    "changes.numbers": "Numbers:",
    "changes.target": "what the prediction is measured by",
    "changes.target-frozen": "what the prediction is measured by (frozen)",
    "changes.people": "people who are ranked",
    "changes.perfect": "people with everything right",
    "changes.prizes": "Prizes that would change:",
    "changes.no-prizes": "No prize changes.",
    "changes.prize-comes": "comes",
    "changes.prize-goes": "goes",
    "changes.moved": "Contestants whose rank changes: {count}.",
    "changes.ranking": "The first of them, after the decision:",
    "column.number": "Number",
    "column.before": "Before",
    "column.after": "After",
    "column.subject": "About",
    "column.prize-change": "Change",
    "column.decision": "Decision",
    "column.decided": "When",
    "column.reason": "Reason",
    "column.by": "Decided by",
    "column.confirmed": "Confirmed by",
    "column.revision": "Revision",
    "column.text": "Explanation",
    # --- looking back at a round ---
    "help.round": "One round: a later close while it runs, a look back once it has closed.",
    "help.round questions": (
        "Show each question of a closed round: how many papers held it, how many got it, how often each option was chosen.\n"
        "A question at which most chose one and the same option that counts as wrong is warned of: a wrong key looks like that.\n"
        "Example: python -m organizer round questions hai-phong-2023 tuan-1 --out questions-1.xlsx"
    ),
    "help.round anomalies": (
        "Show papers of a closed round that are worth a look, with the evidence; nothing is concluded about anybody.\n"
        "Three kinds: all right within seconds; two papers wrong alike far beyond chance; many accounts on one device in minutes.\n"
        "Example: python -m organizer round anomalies hai-phong-2023 tuan-1 --out worth-a-look-1.xlsx"
    ),
    "param.out_file": "write it to this new Excel file too; only its owner may read it",
    "questions.about": "Round {round}, results {revision}: {papers} papers that count; {left_out} that are out of the ranking are left out.",
    "questions.suspect": (
        "LOOK AGAIN AT {question}: {chose} of {answered} papers that answered ({share}) chose {letter}, and the key says {answer}. The key may be "
        "wrong, or many have misunderstood it alike: please look into the source."
    ),
    "questions.hours": "Hours of the day (Vietnam's) at which papers were handed in; those alone whose button was pressed:",
    "questions.what-now": (
        "A warning changes no score and no rank. To correct a key or to void a question takes a decision with a reason and evidence: "
        "decide correct-key, decide void."
    ),
    "questions.sheet": "Questions",
    "questions.sheet-hours": "Hours",
    "questions.sheet-by-hour": "Right by hour",
    "anomalies.about": "Round {round}, results {revision}: what is worth a look among {papers} papers that count.",
    "anomalies.quick": (
        "Right, or nearly ({questions} questions), in less than {limit} seconds. Half of this round's papers took more than {median} "
        "seconds; the limit is never below {floor} seconds."
    ),
    "anomalies.agreeing": (
        "Two papers whose WRONG answers agree far beyond chance, given how hard the questions were, how strong the two are, and what "
        "many have misunderstood alike. {compared} papers were held against each other ({pairs} pairs)."
    ),
    "anomalies.unsearched": "{count} wrong options are so common that pairs which share nothing else were not looked at.",
    "anomalies.devices": "Four people or more who began on one device within 10 minutes.",
    "anomalies.none": "None.",
    "anomalies.more": "There are {count} more, of less weight, that are not listed here.",
    "anomalies.rare": "chance makes one such pair in {rounds} rounds like this",
    "anomalies.match": "{question} {letter} (chosen by {chose} of {held})",
    "anomalies.people": "{people} people in {lasted} seconds",
    "anomalies.no-verdict": (
        "These papers are worth a look; nothing is concluded about anybody. The list by itself changes no rank: a change takes a person "
        "who decides, a reason and evidence."
    ),
    "anomalies.sheet-note": "Note",
    "anomalies.sheet-quick": "Very quick",
    "anomalies.sheet-agreeing": "Wrong alike",
    "anomalies.sheet-devices": "One device",
    "column.question": "Question",
    "column.text-of-question": "Text",
    "column.key": "Key",
    "column.key-now": "Key after decisions",
    "column.papers": "Papers",
    "column.got": "Right",
    "column.got-now": "Right after decisions",
    "column.blank": "Blank",
    "column.look": "Look again",
    "column.hour": "Hour",
    "column.handed-in-papers": "Papers handed in",
    "column.share": "Right",
    "column.attempt": "Attempt",
    "column.began": "Began",
    "column.handed-in": "Handed in",
    "column.seconds": "Seconds",
    "column.points": "Points",
    "column.first": "One attempt",
    "column.second": "The other attempt",
    "column.common": "Questions in common",
    "column.wrong": "Wrong answers of each",
    "column.shared": "Wrong alike",
    "column.expected": "By chance",
    "column.rare": "How rare",
    "column.matches": "What is wrong alike",
    "column.device": "Device",
    "column.people-there": "People",
    "personal.device": "Mark of the device that began it (a hash)",
    # --- while a round runs, after an outage ---
    "help.round extend": (
        "Moves the close of a running round to a later hour, for example after an outage. Papers that run go on until their own limit.\n"
        "It has to be decided a minute before the present close at the latest; the new one lies before the results and before the next round opens.\n"
        'Example: python -m organizer round extend hai-phong-2023 tuan-1 --at "17:30 29/10/2023" --reason mat-dien '
        '--text "20 minutes without power" --evidence minutes.pdf'
    ),
    "help.attempt": "Single attempts, while their round runs.",
    "help.attempt extend": (
        "Gives an attempt that isn't handed in more time, also after its own is over; not beyond the round's close.\n"
        "Example: python -m organizer attempt extend hai-phong-2023 tuan-1 CONTESTANT.1 "
        '--until "16:20 29/10/2023" --reason mat-dien --text "20 minutes without power" --evidence minutes.pdf'
    ),
    "help.attempt grant": (
        "Grants a contestant a new attempt in the place of one, which counts no more; if it still runs, it stops.\n"
        "Example: python -m organizer attempt grant hai-phong-2023 tuan-1 CONTESTANT.1 --reason mat-dien "
        '--text "20 minutes without power" --evidence minutes.pdf --dry-run'
    ),
    "param.attempt": "an attempt's code (pseudonym, a full stop, its number: abc....1), a pseudonym (that person's newest attempt), or “-” to be asked for the identifier",
    "param.until": "the new deadline, in Vietnamese time",
    "round-extend.preview": "Round {round} will close at {closes} (reason: {reason}). Papers that run go on until their own limit, and until then at the most.",
    "round-extend.done": "Round {round} closes at {closes}.",
    "attempt-extend.preview": "Attempt {attempt}: the deadline {before} is moved to {after} (reason: {reason}).",
    "attempt-extend.done": "Attempt {attempt} has a new deadline: {after}.",
    "attempt-grant.preview": "Attempt {attempt} counts no more; its contestant may start number {after} (reason: {reason}).",
    "attempt-grant.done": "The contestant may start number {number}, in the place of {attempt}.",
    "outage.lost": "The decision may have been made. Type the command again with --dry-run: where it is refused as decided already, nothing is left to do.",
    # --- reports/, commands_reports.py ---
    "help.report": "The report on a closed round or the whole contest (final), the decision on its results, the list to pay by.",
    "help.report round": (
        "Write the report on a round: bao-cao.xlsx (with charts) and bao-cao.docx; with final on the whole contest: bao-cao-chung.\n"
        "Its numbers are those of the revision in force; where they don't add up there is no report.\n"
        "Example: python -m organizer report round hai-phong-2023 tuan-1 --to bao-cao-tuan-1\n"
        "Example: python -m organizer report round hai-phong-2023 tuan-1 --to bao-cao-tuan-1 --template mau.docx\n"
        "Example: python -m organizer report round hai-phong-2023 final --to bao-cao-chung"
    ),
    "help.report decision": (
        "Write the decision that recognises a round's results, with the list of winners: quyet-dinh.docx; with final the contest's.\n"
        "Example: python -m organizer report decision hai-phong-2023 tuan-1 --to bao-cao-tuan-1"
    ),
    "help.report treasury": (
        "Write the list by which a round's prizes are paid: danh-sach-chi-tra.xlsx and .docx; with final all rounds' and units'.\n"
        "Example: python -m organizer report treasury song-cong-2021 tuan-1 --to chi-tra-tuan-1"
    ),
    "help.report fields": (
        "Print every field that a .docx template may name, of a round, then of the whole contest, and what it stands for.\nExample: python -m organizer report fields"
    ),
    "param.report_folder": "the folder to write to; a file that is there is not written over",
    "param.word_template": "the office's own .docx template, in the place of the one that ships",
    "column.field": "Written in a template",
    "column.meaning": "What it stands for",
    "report.fields-of-round": "Templates of a round:",
    "report.fields-of-whole": "Templates of the whole contest:",
    "report.unofficial": "The results are not approved yet: these files are drafts.",
    "trouble.report-unpaid": "Round {round} gave no prize in money, so there is no list to pay by.",
    "trouble.report-unpaid-whole": "The contest gave no prize in money, so there is no list to pay by.",
    "trouble.report-settled-later": "By the rules a person keeps only the highest prize of all rounds, so no round settles its prizes. Once the contest's results are made, write “final” in the place of {round}.",
    "trouble.report-not-docx": "{file} is no Word file (.docx) that can be read. Open it in Word and save it as .docx, without a password.",
    "trouble.report-field": "{file}: there is no field {fields}. In brackets stands the nearest that there is; report fields prints them all.",
    "trouble.report-field-of-round": "{file}: {fields} stands in templates of a round alone, and this is a document on the whole contest. See report fields.",
    "trouble.report-field-of-whole": "{file}: {fields} stands in templates of the whole contest alone, and this is a document on a round. See report fields.",
    "trouble.report-syntax": "{file}: the template can't be understood at “{near}” ({why}). Each {{% for %}} needs an {{% endfor %}}, each {{% if %}} an {{% endif %}}.",
    "trouble.report-unsafe": "{file}: the template asks for what it may not do, and is not used. It may name the fields that report fields prints.",
    "trouble.report-unrendered": "{file}: no document could be made from this template ({why}). Compare it with the fields that report fields prints.",
    "report.plan-numbered": "Plan No. {number}",
    "report.plan-dated": "of {day}",
    "report.plan-issuer": "by {issuer}",
    "report.approved": "approved",
    "report.not-approved": "not approved yet",
    "report.awarded": "yes",
    "report.no-unit": "Without a unit",
    "report.erased": "(personal data erased)",
    "report.met": "Met",
    "report.not-met": "Fell short",
    "report.band.all": "All right",
    "report.band.high": "75% right and over",
    "report.band.middle": "25% to under 75% right",
    "report.band.low": "Under 25% right",
    "report.band.zero": "None right",
    "report.sheet.summary": "Summary",
    "report.sheet.days": "By day",
    "report.sheet.units": "By unit",
    "report.sheet.unit-days": "Units by day",
    "report.sheet.questions": "Hardest questions",
    "report.sheet.winners": "Winners",
    "report.sheet.rounds": "By round",
    "report.sheet.unit-rounds": "Units by round",
    "report.sheet.unit-winners": "Units with prizes",
    "report.sheet.money": "Money",
    "report.sheet.treasury": "Payments",
    "report.chart.bands": "Papers by the share that is right",
    "report.chart.days": "Papers and people by day",
    "report.chart.units": "People who took part, units with the most people",
    "report.chart.rates": "Share that took part, units with the most people",
    "report.chart.unit-days": "Papers by unit and day, units with the most people",
    "report.chart.questions": "Share right of the hardest questions",
    "report.chart.attendance": "People by the number of rounds they came to",
    "report.chart.rounds": "People and papers by round",
    "report.chart.round-rates": "Share that took part by round",
    "report.chart.round-bands": "Papers by round and the share that is right",
    "report.chart.final-units": "People who took part, first units of the list",
    "report.chart.final-rates": "Share that took part, first units of the list",
    "report.chart.unit-rounds": "People by unit and round, first units of the list",
    "report.total.headcount": "People who may take part (units with a head-count)",
    "report.total.people_of_headcount": "People of those units who did (share of the head-count)",
    "report.total.people": "People who took part",
    "report.total.attempts": "Attempts",
    "report.total.ruled_out": "Attempts that don't count (share of attempts)",
    "report.total.papers": "Papers that count (share of attempts)",
    "report.total.submitted": "Papers handed in (share of papers)",
    "report.total.timed_out": "Papers taken when time was up (share of papers)",
    "report.total.blank": "Papers without an answer when time was up (share of papers)",
    "report.total.perfect": "People with everything right (share of people)",
    "report.total.zero": "People with nothing right (share of people)",
    "report.total.turns": "People of each round added up",
    "report.total.perfect-turns": "Results with everything right (share of the people of each round)",
    "report.total.zero-turns": "Results with nothing right (share of the people of each round)",
    "report.total.people-prizes": "Prizes for people",
    "report.total.units-prizes": "Prizes for units",
    "report.total.all-prizes": "Together",
    "report.column.what": "Figure",
    "report.column.count": "Number",
    "report.column.share": "Share",
    "report.column.band": "Answers right",
    "report.column.papers": "Papers",
    "report.column.people": "People",
    "report.column.day": "Day",
    "report.column.unit": "Unit",
    "report.column.class": "Class of units",
    "report.column.headcount": "Head-count",
    "report.column.rate": "Share that took part",
    "report.column.owed": "Share owed",
    "report.column.met": "Against the share owed",
    "report.column.mean": "Mean score",
    "report.column.perfect": "People, all right",
    "report.column.zero": "People, score 0",
    "report.column.question": "Question",
    "report.column.text": "Text",
    "report.column.held": "Papers with it",
    "report.column.got": "Papers right",
    "report.column.prize": "Prize",
    "report.column.place": "Rank",
    "report.column.name": "Name",
    "report.column.amount": "Prize money (VND)",
    "report.column.why": "Why",
    "report.column.not-given": "Prize not given",
    "report.column.number": "Number",
    "report.column.order": "No.",
    "report.column.amount-vnd": "Amount (VND)",
    "report.column.signature": "Signature",
    "report.column.rounds-attended": "Rounds they came to",
    "report.column.round": "Round",
    "report.column.revision": "Revision",
    "report.column.first-day": "First day",
    "report.column.last-day": "Last day",
    "report.column.people-of-headcount": "People of units with a head-count",
    "report.column.attempts": "Attempts",
    "report.column.ruled-out": "Attempts that don't count",
    "report.column.under": "Under",
    "report.column.group": "Group",
    "report.column.given": "Prizes given",
    "report.column.note": "Comes with it",
    "report.column.budget": "Budget (VND)",
    "report.treasury.title": "LIST OF PRIZE MONEY TO PAY",
    "report.treasury.total": "Total",
    "report.treasury.words": "Total: {amount} VND (in words: {words}).",
    "report.field.title": "the contest's full title",
    "report.field.short_title": "its short title",
    "report.field.kind": "contest or festival, as the plan calls it in Vietnamese",
    "report.field.kind_upper": "the same in capitals",
    "report.field.organizer": "who holds the contest",
    "report.field.organizer_upper": "the same in capitals",
    "report.field.plan": "the plan with its number, day and issuer, as a sentence refers to it",
    "report.field.plan_title": "the plan's title",
    "report.field.plan_issuer": "who issued the plan",
    "report.field.plan_number": "the plan's number; empty where it has none",
    "report.field.plan_date": "the plan's day; empty where it has none",
    "report.field.year": "the year of the round or contest",
    "report.field.round_name": "the round's name",
    "report.field.opens": "when the round opened; of a contest its first round",
    "report.field.closes": "when the round closed; of a contest its last round",
    "report.field.results_at": "when results are published",
    "report.field.questions": "how many questions a paper has",
    "report.field.revision": "the revision in force, such as r01",
    "report.field.approved": "whether the results are approved",
    "report.field.made_at": "when the report was made",
    "report.field.people": "people who took part",
    "report.field.papers": "papers that count",
    "report.field.attempts": "attempts in all",
    "report.field.ruled_out": "attempts that don't count",
    "report.field.headcount": "people who may take part, of units with a head-count; empty where no unit has one",
    "report.field.people_of_headcount": "people of those units who took part",
    "report.field.rate": "the share of these two; empty where there is none",
    "report.field.submitted": "papers handed in",
    "report.field.submitted_share": "their share of the papers",
    "report.field.timed_out": "papers taken when time was up",
    "report.field.timed_out_share": "their share of the papers",
    "report.field.blank": "papers without an answer when time was up",
    "report.field.blank_share": "their share of the papers",
    "report.field.perfect": "people with everything right; of a contest those of each round",
    "report.field.perfect_share": "their share of the people, or of the people of each round",
    "report.field.zero": "people with nothing right; of a contest those of each round",
    "report.field.zero_share": "their share of the people, or of the people of each round",
    "report.field.units_number": "how many units there are",
    "report.field.units_taking_part": "how many of them took part",
    "report.field.leaders_came": "how many leaders of units came (of the whole contest: to every round); empty where no plan asks",
    "report.field.leaders_of": "of how many leaders",
    "report.field.leaders_share": "the share of leaders who came",
    "report.field.leaders": "units with leaders who have to come",
    "report.field.below_number": "how many fell short of the share that they owe",
    "report.field.winners_number": "how many people won; of a contest how many prizes they won",
    "report.field.amount": "all prize money; empty where no prize is money",
    "report.field.amount_words": "all prize money in words",
    "report.field.criteria": "the criteria of the ranking, in their order",
    "report.field.bands": "papers by the share that is right",
    "report.field.days": "each day",
    "report.field.units": "all units, most people first; where they are awarded by group and rank",
    "report.field.below": "units that fell short of the share that they owe",
    "report.field.hardest": "the hardest questions",
    "report.field.prizes": "the prizes that were given, tier by tier",
    "report.field.winners": "the winners",
    "report.field.payees": "the winners who are paid, units too",
    "report.field.not_given": "prizes that were not given",
    "report.field.adjusted": "decisions since the round closed",
    "report.field.rounds_number": "how many rounds there were",
    "report.field.rests_on": "the rounds and their revisions that the results rest on, as in Week 1: r01",
    "report.field.turns": "the people of each round added up",
    "report.field.every_round": "how many people came to every round",
    "report.field.every_round_share": "their share of the people",
    "report.field.awarded": "a word where units are awarded; empty where they aren't",
    "report.field.unit_winners_number": "how many units won",
    "report.field.people_amount": "what people win in money; empty for nothing",
    "report.field.units_amount": "what units win in money; empty for nothing",
    "report.field.budget": "what all prizes come to by the rules; empty where that isn't settled",
    "report.field.budget_share": "the share of it that was given",
    "report.field.rounds": "the rounds in their order",
    "report.field.attendance": "how many people came to just 1, 2, 3 ... rounds",
    "report.field.unit_prizes": "the prizes for units that were given",
    "report.field.unit_winners": "the units that won, by group and rank",
    "report.field.unit_not_given": "prizes for units that nobody got",
    "report.row-field.number": "the running number",
    "report.row-field.name": "a name: of a unit, a prize, a criterion, a band, a person",
    "report.row-field.rule": "the criterion's rule",
    "report.row-field.papers": "papers",
    "report.row-field.share": "a share",
    "report.row-field.day": "the day",
    "report.row-field.people": "people who took part",
    "report.row-field.class_name": "the class of the unit",
    "report.row-field.headcount": "people who may take part",
    "report.row-field.rate": "the share of the head-count that took part",
    "report.row-field.owed": "the share that is owed",
    "report.row-field.met": "whether it was met; empty where nothing is owed",
    "report.row-field.mean": "the mean score",
    "report.row-field.perfect": "people with everything right",
    "report.row-field.zero": "people with score 0",
    "report.row-field.question": "the question's id",
    "report.row-field.text": "the question's text",
    "report.row-field.got": "papers that got it",
    "report.row-field.came": "how many came",
    "report.row-field.of": "of how many",
    "report.row-field.given": "how many prizes",
    "report.row-field.each": "the money of one",
    "report.row-field.total": "the money of them all",
    "report.row-field.prize": "the prize's name",
    "report.row-field.place": "the rank",
    "report.row-field.unit": "the unit",
    "report.row-field.result": "the values that it was ranked by",
    "report.row-field.amount": "prize money",
    "report.row-field.why": "why",
    "report.row-field.sentence": "the sentence on a decision",
    "report.row-field.round": "the round's name",
    "report.row-field.revision": "the round's revision",
    "report.row-field.first_day": "the round's first day",
    "report.row-field.last_day": "the round's last day",
    "report.row-field.people_of_headcount": "people of the units with a head-count",
    "report.row-field.attempts": "attempts",
    "report.row-field.ruled_out": "attempts that don't count",
    "report.row-field.rounds": "how many rounds they came to",
    "report.row-field.fell_short": "where it fell short: its share, or that of each such round",
    "report.row-field.group": "the group it competes in; empty where all compete together",
    "report.row-field.rank": "the unit's rank; empty for one without",
    "report.row-field.under": "the name of the unit above; empty without one",
    "report.row-field.note": "what comes with the prize besides; empty without any",
}
