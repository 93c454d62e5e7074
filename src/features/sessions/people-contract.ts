import { z } from 'zod'
import { leftOutReasons } from '#domain/calling.ts'
import { plannedSteps } from '#domain/vaccination/steps.ts'
import { dayField, idField } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'

export const CallPeople = z
  .strictObject({
    targetGroupId: idField,
    step: z.enum(plannedSteps).describe('Who is due for this dose by the day of the session.'),
    groupId: idField.optional().describe('Only this residential group.'),
    listId: idField.optional().describe('Only people of this list; otherwise residents of the ward.'),
    max: z.int().min(1).max(20_000).optional().describe('At most so many; the seats left when left out.'),
  })
  .meta({
    id: 'CallPeople',
    example: { targetGroupId: '0198c7a4-3f10-7b52-9a51-3d0f8e5f6a05', step: 'primary-1', max: 120 },
  })

const reason = z.enum(leftOutReasons)

export const CalledPeople = z
  .object({
    called: z.int(),
    calledBefore: z.int().describe('Of the group, on the list already.'),
    seatsLeft: z.int(),
    hours: z.array(z.object({ time: z.string(), groupCode: z.string().nullable(), persons: z.int() })),
    leftOut: z.array(z.object({ reason, persons: z.int() })),
    leftOutPeople: z
      .array(
        z.object({
          personId: z.guid(),
          fullName: z.string(),
          reason,
          earliestOn: dayField.nullable().describe('For `too-early`: when the dose falls due.'),
        }),
      )
      .describe('The first 200 of them.'),
  })
  .meta({ id: 'CalledPeople', description: 'Who was called for when, and who was not and why.' })

export const SessionPerson = z
  .object({
    personId: z.guid(),
    fullName: z.string().nullable().describe('Null for a person of another ward.'),
    bornOn: dayField.nullable(),
    bornPrecision: z.enum(['day', 'month', 'year']).nullable(),
    sex: z.enum(['male', 'female', 'other', 'unknown']).nullable(),
    groupId: z.guid().nullable(),
    groupCode: z.string().nullable(),
    how: z.enum(['planned', 'called', 'walk-in', 'admitted']),
    slotTime: z.string().nullable(),
  })
  .meta({ id: 'SessionPerson' })

export const SessionPersonPage = pageOf(SessionPerson).meta({ id: 'SessionPersonPage' })
export const peopleQuery = pageQuery

export const StandbyList = z
  .object({
    dosesLeft: z.int().describe('In open vials, neither entered nor wasted.'),
    items: z.array(
      z.object({
        personId: z.guid(),
        fullName: z.string(),
        bornYear: z.int(),
        phone: z.string(),
        groupCode: z.string().nullable(),
        step: z.string(),
        why: z.enum(['called-here', 'same-group', 'other-group']),
      }),
    ),
  })
  .meta({ id: 'StandbyList', description: 'Who may be rung up to finish a vial, the nearest first.' })

export const CallStandby = z
  .strictObject({ personId: idField })
  .meta({ id: 'CallStandby', example: { personId: '0198c7a4-3f10-7b52-9a51-3d0f8e5f6a05' } })
