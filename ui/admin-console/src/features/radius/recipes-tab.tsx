import { Banner, Card, Copy, Select, Stack, useText, useUrlState } from '@countersign/ui-kit';
import { RECIPES, type Recipe } from './recipes.ts';
import styles from './radius.module.css';
import type { Client } from './types.ts';

/** How common devices are set so that they ask here. */
export function RecipesTab({ client }: { client: Client }) {
  const t = useText();
  const [{ recipe: chosen }, choose] = useUrlState({ recipe: RECIPES[0]?.id ?? '' });
  const recipe = RECIPES.find(({ id }) => id === chosen) ?? RECIPES[0];
  return (
    <Stack>
      <Select
        label={t('nas.recipe.device')}
        value={recipe?.id}
        onChange={(id) => choose({ recipe: id })}
        options={RECIPES.map(({ id, name }) => ({ value: id, label: name }))}
      />
      {recipe && <RecipeCard recipe={recipe} client={client} />}
    </Stack>
  );
}

function RecipeCard({ recipe, client }: { recipe: Recipe; client: Client }) {
  const t = useText();
  const commands = recipe.commands.join('\n');
  return (
    <Card title={recipe.name}>
      <Stack>
        <ol>
          {Array.from({ length: recipe.steps }, (_, index) => (
            <li key={index}>{t(`nas.recipe.${recipe.id}.${index + 1}`, { deadline: client.nasDeadlineSeconds })}</li>
          ))}
        </ol>
        {commands !== '' && (
          <>
            <pre className={styles.commands} tabIndex={0}>
              {commands}
            </pre>
            <Copy text={commands} />
            <p>{t('nas.recipe.placeholders')}</p>
          </>
        )}
        <Banner tone="info">{t('nas.recipe.always', { deadline: client.nasDeadlineSeconds })}</Banner>
      </Stack>
    </Card>
  );
}
