import { t } from './kit-words.ts'
import { language, languageList, languageNames, speak } from './words.ts'

/** Each language in its own name; a press changes the page where it stands. */
export function Languages() {
  return (
    <div class="languages" role="group" aria-label={t('frame.language')}>
      {languageList.map((one) => (
        <button
          key={one}
          type="button"
          lang={one}
          aria-pressed={language.value === one}
          onClick={() => speak(one)}
        >
          <span class="long">{languageNames[one]}</span>
          <span class="short">{shortNames[one]}</span>
        </button>
      ))}
    </div>
  )
}

const shortNames = { vi: 'VI', en: 'EN', lo: 'ລາວ' } as const
