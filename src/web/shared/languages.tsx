import { t } from './kit-words.ts'
import { language, languageList, languageNames, speak } from './words.ts'

/** Each language in its own name; a press changes the page where it stands. */
export function Languages(props: { short?: boolean }) {
  return (
    <div class="languages" role="group" aria-label={t('frame.language')}>
      {languageList.map((one) => (
        <button
          key={one}
          type="button"
          lang={one}
          aria-pressed={language.value === one}
          title={languageNames[one]}
          onClick={() => speak(one)}
        >
          {props.short === true ? shortNames[one] : languageNames[one]}
        </button>
      ))}
    </div>
  )
}

const shortNames = { vi: 'VI', en: 'EN', lo: 'ລາວ' } as const
