# ${name}

${task}.<#if description?has_content> ${description}</#if>

| | |
| --- | --- |
| Task | ${task} |
| Kind | ${kind}, form ${format} |
| Data | ${data} |
| Licence | ${licence} |
<#if attribution?has_content>
| Attribution | ${attribution} |
</#if>

## Intended use

<#if use?has_content>
${use}
<#else>
What its task says, on texts or photos like those that it was trained on. Its publisher says no more.
</#if>

    ./zoo pull ${name} --from ADDRESS
    ./zoo ${verb} ${name} ...

Deeplearning4j's `ModelSerializer` loads the file, too.

## Data

${data}.

## Licence

${licence}.<#if attribution?has_content> ${attribution}</#if>

## Figures

<#if figures?has_content>
| Measure | Value |
| --- | --- |
<#list figures as name, value>
| ${name} | ${value} |
</#list>
<#else>
None were told.
</#if>

## Limits

<#if limits?has_content>
${limits}
<#else>
Its publisher names none, which does not mean that there are none: it knows nothing but its data, with all that these
lack or have wrong, and was measured on held-out examples of the same kind alone. Do not rely on it where an error does
harm.
</#if>

## How it was made

<#if command?has_content>
    ${command}

</#if>
Seed ${seed}, dl4j-attention ${library}, Deeplearning4j ${deeplearning4j}, Java ${java}. The file's card
(`dl4j-attention.json`) has all settings, the figures of each epoch, and the SHA-256 of the data.
